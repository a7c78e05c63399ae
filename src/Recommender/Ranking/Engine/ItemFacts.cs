using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>What the rankers know of each item of the model besides its scores: how it sold, and what kind of book it is.</summary>
internal sealed class ItemFacts
{
    /// <summary>Stands for "not known" among days and years.</summary>
    public const float Unknown = float.NaN;

    private const int ColdBelow = 5;
    private const string Section = "engine.items";
    private const int RecentDays = 60;
    private const float SecondsPerDay = 86_400f;

    private readonly ReadOnlyMemory<float> _logUsers;
    private readonly ReadOnlyMemory<float> _age;
    private readonly ReadOnlyMemory<float> _idle;
    private readonly ReadOnlyMemory<float> _trend;
    private readonly ReadOnlyMemory<float> _year;
    private readonly ReadOnlyMemory<float> _weight;
    private readonly ReadOnlyMemory<float> _volume;

    private ItemFacts(long latest, ReadOnlyMemory<float>[] numbers, ItemGroups[] groups)
    {
        Latest = latest;
        (_logUsers, _age, _idle, _trend) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        (_year, _weight, _volume) = (numbers[4], numbers[5], numbers[6]);
        (Authors, Series, Genres, Publishers, Languages) = (groups[0], groups[1], groups[2], groups[3], groups[4]);
    }

    /// <summary>The latest date of the train data in Unix seconds, or <see cref="TrainingData.NoDate"/>.</summary>
    public long Latest { get; }

    /// <summary>log(1 + users) of each item.</summary>
    public ReadOnlySpan<float> LogUsers => _logUsers.Span;

    /// <summary>Days from an item's first act to the latest of all.</summary>
    public ReadOnlySpan<float> Age => _age.Span;

    /// <summary>Days from an item's latest act to the latest of all.</summary>
    public ReadOnlySpan<float> Idle => _idle.Span;

    /// <summary>The share of an item's acts in the last 60 days.</summary>
    public ReadOnlySpan<float> Trend => _trend.Span;

    /// <summary>Year of publication.</summary>
    public ReadOnlySpan<float> Year => _year.Span;

    /// <summary>The mean weight of an item's acts, which tells how it was rated.</summary>
    public ReadOnlySpan<float> Weight => _weight.Span;

    /// <summary>The position in the series.</summary>
    public ReadOnlySpan<float> Volume => _volume.Span;

    public ItemGroups Authors { get; }

    public ItemGroups Series { get; }

    public ItemGroups Genres { get; }

    public ItemGroups Publishers { get; }

    public ItemGroups Languages { get; }

    /// <summary>True for an item with fewer than 5 users.</summary>
    public bool IsCold(int item) => IsCold(LogUsers[item]);

    /// <summary>True for log(1 + users) of an item with fewer than 5 users.</summary>
    public static bool IsCold(float logUsers) => logUsers < LogOfWarm;

    /// <summary>True for an item without any user.</summary>
    public bool IsNew(int item) => IsNew(LogUsers[item]);

    /// <summary>True for log(1 + users) of an item without any user.</summary>
    public static bool IsNew(float logUsers) => logUsers == 0f;

    public static ItemFacts Of(TrainingData data)
    {
        var count = data.Items.Count;
        var columns = data.Interactions.Columns.Span;
        var dates = data.OccurredAt.Span;
        var values = data.Interactions.Values.Span;
        var users = new int[count];
        var weights = new double[count];
        var recent = new int[count];
        var (first, last) = (new long[count], new long[count]);
        Array.Fill(first, long.MaxValue);
        Array.Fill(last, TrainingData.NoDate);
        var latest = TrainingData.NoDate;
        foreach (var date in dates)
            latest = Math.Max(latest, date);
        for (var entry = 0; entry < columns.Length; entry++)
        {
            var item = columns[entry];
            users[item]++;
            weights[item] += values[entry];
            if (dates[entry] == TrainingData.NoDate)
                continue;
            first[item] = Math.Min(first[item], dates[entry]);
            last[item] = Math.Max(last[item], dates[entry]);
            recent[item] += latest - dates[entry] <= RecentDays * (long)SecondsPerDay ? 1 : 0;
        }

        var numbers = new float[NumberNames.Length][];
        for (var kind = 0; kind < numbers.Length; kind++)
            numbers[kind] = new float[count];
        for (var item = 0; item < count; item++)
        {
            var isDated = last[item] != TrainingData.NoDate;
            numbers[0][item] = MathF.Log(1 + users[item]);
            numbers[1][item] = isDated ? (latest - first[item]) / SecondsPerDay : Unknown;
            numbers[2][item] = isDated ? (latest - last[item]) / SecondsPerDay : Unknown;
            numbers[3][item] = isDated ? (float)recent[item] / users[item] : Unknown;
            numbers[4][item] = OfBook(YearName, data.Books[item]);
            numbers[5][item] = users[item] > 0 ? (float)(weights[item] / users[item]) : Unknown;
            numbers[6][item] = OfBook(VolumeName, data.Books[item]);
        }

        return new ItemFacts(latest, [.. numbers.Select(static number => (ReadOnlyMemory<float>)number)], GroupsOf(data.Books));
    }

    /// <summary>The same facts with those of books after them that nobody has acted on yet.</summary>
    /// <param name="books">The book of each item, known ones first, or null where the catalogue holds none.</param>
    public ItemFacts With(IReadOnlyList<Book?> books)
    {
        var known = Numbers();
        var numbers = new ReadOnlyMemory<float>[known.Length];
        for (var kind = 0; kind < known.Length; kind++)
        {
            var values = new float[books.Count];
            known[kind].Span.CopyTo(values);
            values.AsSpan(known[kind].Length).Fill(kind == 0 ? 0f : Unknown);
            numbers[kind] = values;
            for (var item = known[kind].Length; NumberNames[kind] is YearName or VolumeName && item < values.Length; item++)
                values[item] = OfBook(NumberNames[kind], books[item]);
        }

        return new ItemFacts(Latest, numbers, GroupsOf(books));
    }

    public static ItemFacts Load(ArtifactReader artifact, int itemCount)
    {
        var numbers = new ReadOnlyMemory<float>[NumberNames.Length];
        for (var kind = 0; kind < numbers.Length; kind++)
        {
            // Models of earlier versions hold no volumes, and their rankers do not ask for them.
            var isMissing = NumberNames[kind] == VolumeName && !artifact.Has($"{Section}.{VolumeName}");
            numbers[kind] = isMissing ? UnknownOf(itemCount) : artifact.Read<float>($"{Section}.{NumberNames[kind]}");
            if (numbers[kind].Length != itemCount)
                throw new InvalidDataException($"{Section}.{NumberNames[kind]} has {numbers[kind].Length} entries, but must have {itemCount}");
        }

        return new ItemFacts(
            artifact.Read<long>($"{Section}.latest").Span[0],
            numbers,
            [.. GroupNames.Select(name => ItemGroups.Load(artifact, $"{Section}.{name}", itemCount))]);
    }

    public void Save(ArtifactWriter artifact)
    {
        artifact.Write<long>($"{Section}.latest", [Latest]);
        var numbers = Numbers();
        for (var kind = 0; kind < numbers.Length; kind++)
            artifact.Write($"{Section}.{NumberNames[kind]}", numbers[kind].Span);
        ItemGroups[] groups = [Authors, Series, Genres, Publishers, Languages];
        for (var kind = 0; kind < groups.Length; kind++)
            groups[kind].Save(artifact, $"{Section}.{GroupNames[kind]}");
    }

    private static ItemGroups[] GroupsOf(IReadOnlyList<Book?> books) =>
    [
        ItemGroups.Of(books, static book => book.Authors),
        ItemGroups.Of(books, static book => book.Series.IsDefaultOrEmpty ? [] : [book.Series[0]]),
        ItemGroups.Of(books, static book => book.Genres),
        ItemGroups.Of(books, static book => book.Publisher is { Length: > 0 } name ? [name] : []),
        ItemGroups.Of(books, static book => book.Language is { Length: > 0 } name ? [name] : []),
    ];

    private static readonly float LogOfWarm = MathF.Log(1 + ColdBelow) - 0.01f;

    private static float[] UnknownOf(int itemCount)
    {
        var numbers = new float[itemCount];
        Array.Fill(numbers, Unknown);
        return numbers;
    }

    private static float OfBook(string number, Book? book) => (number == YearName ? book?.Year : book?.Volume) ?? Unknown;

    private ReadOnlyMemory<float>[] Numbers() => [_logUsers, _age, _idle, _trend, _year, _weight, _volume];

    private const string YearName = "year";
    private const string VolumeName = "volume";
    private static readonly string[] NumberNames = ["log_users", "age", "idle", "trend", YearName, "weight", VolumeName];
    private static readonly string[] GroupNames = ["authors", "series", "genres", "publishers", "languages"];
}
