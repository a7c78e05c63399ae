namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// The catalogue in numbers, by item: texts are made from them when asked for. Authors write within one theme; works of a series
/// arrive in order; a standalone book may come out again as another edition of the same work.
/// </summary>
internal sealed class ShopCatalogue
{
    public const int NoSeries = -1;

    private const int MaxWorksOfAuthor = 24;
    private const double SeriesChance = 0.45;
    private const double EditionChance = 0.07;
    private const double NewShare = 0.4;

    private readonly List<int> _themeOfAuthor = [];
    private readonly List<(int FirstItem, int Count)> _series = [];

    public ShopCatalogue(SyntheticShopOptions options)
    {
        var count = options.Items;
        Author = new int[count];
        Theme = new int[count];
        Series = new int[count];
        Volume = new int[count];
        Work = new int[count];
        Arrival = new int[count];
        Weight = new double[count];
        Fill(options, new SeededRandom(options.Seed, stream: 1));
        Arrival[0] = 0;
        ByShop = new ArrivalSampler(1, [], Arrival, Weight);
        ByTheme = new ArrivalSampler(ShopVocabulary.Themes.Count, Theme, Arrival, Weight);
        ByAuthor = new ArrivalSampler(_themeOfAuthor.Count, Author, Arrival, Weight);
    }

    public int[] Author { get; }

    public int[] Theme { get; }

    /// <summary>The number of the series, or <see cref="NoSeries"/>.</summary>
    public int[] Series { get; }

    /// <summary>The position in the series from 1, or 0.</summary>
    public int[] Volume { get; }

    /// <summary>The item that was the first edition of the same work; mostly the item itself.</summary>
    public int[] Work { get; }

    /// <summary>The day from which the item can be bought.</summary>
    public int[] Arrival { get; }

    /// <summary>How much the item is asked for, within its group.</summary>
    public double[] Weight { get; }

    public ArrivalSampler ByShop { get; }

    public ArrivalSampler ByTheme { get; }

    public ArrivalSampler ByAuthor { get; }

    public int AuthorCount => _themeOfAuthor.Count;

    public int ThemeOfAuthor(int author) => _themeOfAuthor[author];

    /// <summary>The items of a series: volumes in order, one after the other.</summary>
    public (int FirstItem, int Count) SeriesItems(int series) => _series[series];

    private void Fill(SyntheticShopOptions options, SeededRandom random)
    {
        var item = 0;
        while (item < options.Items)
        {
            var author = _themeOfAuthor.Count;
            var theme = ThemeOf(author, random);
            _themeOfAuthor.Add(theme);
            var fame = random.Pareto(1.2, 200);
            var works = Math.Min((int)(2 * random.Pareto(1.3, MaxWorksOfAuthor / 2.0)), options.Items - item);
            var end = item + works;
            while (item < end)
            {
                var volumes = Math.Min(3 + random.Below(4), end - item);
                if (volumes >= 3 && random.Chance(SeriesChance))
                    AddSeries(ref item, volumes, author, fame, options.Days, random);
                else
                    AddStandalone(ref item, end, author, fame, options.Days, random);
            }
        }
    }

    private void AddSeries(ref int item, int volumes, int author, double fame, int days, SeededRandom random)
    {
        var arrivals = new int[volumes];
        for (var volume = 0; volume < volumes; volume++)
            arrivals[volume] = DrawArrival(days, random);
        Array.Sort(arrivals);
        var quality = random.Pareto(1.5, 50);
        _series.Add((item, volumes));
        for (var volume = 1; volume <= volumes; volume++, item++)
        {
            Set(item, author, arrivals[volume - 1], fame * quality / volume, work: item);
            Series[item] = _series.Count - 1;
            Volume[item] = volume;
        }
    }

    private void AddStandalone(ref int item, int end, int author, double fame, int days, SeededRandom random)
    {
        var work = item;
        var weight = fame * random.Pareto(1.3, 100);
        Set(item++, author, DrawArrival(days, random), weight, work);
        if (item >= end || !random.Chance(EditionChance))
            return;
        Set(item, author, Math.Max(Arrival[work], DrawArrival(days, random)), weight / 2, work);
        item++;
    }

    private void Set(int item, int author, int arrival, double weight, int work)
    {
        Author[item] = author;
        Theme[item] = _themeOfAuthor[author];
        Series[item] = NoSeries;
        Arrival[item] = arrival;
        Weight[item] = weight;
        Work[item] = work;
    }

    private static int ThemeOf(int author, SeededRandom random)
    {
        var themes = ShopVocabulary.Themes.Count;
        return author < themes ? author : Math.Min(random.Below(themes), random.Below(themes));
    }

    private static int DrawArrival(int days, SeededRandom random) => random.Chance(NewShare) ? 1 + random.Below(days - 1) : 0;
}
