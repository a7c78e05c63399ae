namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// The readers: when each first comes, how much each reads (a power law), and what each likes: a few themes, and authors within
/// them. Readers are numbered at random, not in the order in which they come.
/// </summary>
internal sealed class ShopReaders
{
    public const int ThemesOfReader = 3;
    public const int AuthorsOfReader = 6;

    private const double ActivityExponent = 1.6;
    private const double MaxActivity = 40;

    private readonly int[] _byJoining;
    private readonly int[] _joiningDays;
    private readonly double[] _activitySums;
    private readonly int[] _themes;
    private readonly int[] _authors;

    public ShopReaders(SyntheticShopOptions options, ShopCatalogue catalogue)
    {
        var random = new SeededRandom(options.Seed, stream: 2);
        var users = options.Users;
        _byJoining = [.. Enumerable.Range(0, users)];
        random.Shuffle(_byJoining.AsSpan());
        _joiningDays = new int[users];
        for (var position = 0; position < users; position++)
            _joiningDays[position] = (int)(Math.Pow(random.Double(), 1.7) * options.Days * 0.95);
        Array.Sort(_joiningDays);
        _activitySums = new double[users];
        var sum = 0.0;
        for (var position = 0; position < users; position++)
            _activitySums[position] = sum += random.Pareto(ActivityExponent, MaxActivity);
        _themes = new int[users * ThemesOfReader];
        _authors = new int[users * AuthorsOfReader];
        var byTheme = AuthorsByTheme(catalogue);
        for (var user = 0; user < users; user++)
            DrawTastes(user, byTheme, random);
    }

    public int Count => _byJoining.Length;

    /// <summary>The position after the last reader who has come by a day, in the order of coming.</summary>
    public int JoinedBy(int day)
    {
        var position = Array.BinarySearch(_joiningDays, day + 1);
        if (position < 0)
            return ~position;
        while (position > 0 && _joiningDays[position - 1] == day + 1)
            position--;
        return position;
    }

    /// <summary>The reader at a position in the order of coming.</summary>
    public int At(int position) => _byJoining[position];

    /// <summary>Draws one of the first readers by how much they read.</summary>
    public int Draw(int joined, SeededRandom random)
    {
        var target = random.Double() * _activitySums[joined - 1];
        var position = Array.BinarySearch(_activitySums, 0, joined, target);
        return _byJoining[Math.Min(position < 0 ? ~position : position + 1, joined - 1)];
    }

    /// <summary>One of the themes that a reader likes, the first the most.</summary>
    public int DrawTheme(int user, SeededRandom random)
    {
        var which = random.Double() switch { < 0.6 => 0, < 0.88 => 1, _ => 2 };
        return _themes[(user * ThemesOfReader) + which];
    }

    /// <summary>One of the authors that a reader likes, the first the most.</summary>
    public int DrawAuthor(int user, SeededRandom random) =>
        _authors[(user * AuthorsOfReader) + Math.Min(random.Below(AuthorsOfReader), random.Below(AuthorsOfReader))];

    /// <summary>True when a book is to the taste of a reader.</summary>
    public bool Likes(int user, int theme) => _themes.AsSpan(user * ThemesOfReader, ThemesOfReader).Contains(theme);

    private static (int[] Authors, double[] Sums)[] AuthorsByTheme(ShopCatalogue catalogue)
    {
        var fame = new double[catalogue.AuthorCount];
        for (var item = 0; item < catalogue.Author.Length; item++)
            fame[catalogue.Author[item]] += catalogue.Weight[item];
        var byTheme = new (int[], double[])[ShopVocabulary.Themes.Count];
        for (var theme = 0; theme < byTheme.Length; theme++)
        {
            int[] authors = [.. Enumerable.Range(0, fame.Length).Where(author => catalogue.ThemeOfAuthor(author) == theme)];
            var sums = new double[authors.Length];
            var sum = 0.0;
            for (var index = 0; index < authors.Length; index++)
                sums[index] = sum += Math.Sqrt(fame[authors[index]]);
            byTheme[theme] = (authors, sums);
        }

        return byTheme;
    }

    private void DrawTastes(int user, (int[] Authors, double[] Sums)[] byTheme, SeededRandom random)
    {
        var themes = _themes.AsSpan(user * ThemesOfReader, ThemesOfReader);
        for (var index = 0; index < ThemesOfReader; index++)
        {
            do
                themes[index] = Math.Min(random.Below(byTheme.Length), random.Below(byTheme.Length));
            while (byTheme[themes[index]].Authors.Length == 0);
        }

        for (var index = 0; index < AuthorsOfReader; index++)
        {
            var (authors, sums) = byTheme[DrawTheme(user, random)];
            var position = Array.BinarySearch(sums, random.Double() * sums[^1]);
            _authors[(user * AuthorsOfReader) + index] = authors[Math.Min(position < 0 ? ~position : position, authors.Length - 1)];
        }
    }
}
