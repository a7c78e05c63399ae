using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The features of a user and a candidate. Those of the pre-ranker come first: each score, in multiples of what is usual, and each score as
/// a share of the best that the user could get; then how the item sold and what the user is like. The final ranker also sees how the book
/// fits the history, how both are rated, and what the scores rest on. What is not known is NaN.
/// </summary>
internal sealed class EngineFeatures
{
    /// <summary>The feature that is 1 for an item without any user, else 0.</summary>
    public const string IsNewName = "item.is_new";

    /// <summary>The feature that is 1 for an item with fewer than 5 users, else 0.</summary>
    public const string IsColdName = "item.is_cold";

    private const string RecentGroup = "recent";

    private static readonly string[] CommonNames =
    [
        "item.log_users", IsNewName, IsColdName, "item.age", "item.idle", "item.trend", "user.log_items", "user.log_users", "user.idle",
    ];

    private static readonly string[] WeightNames = ["item.weight", "user.weight"];

    private static readonly string[] BookNames =
    [
        "book.same_author", "book.same_author_share", "book.same_series", "book.genre_overlap", "book.same_publisher", "book.same_language",
        "book.year", "book.year_distance", "item.log_users_distance", "book.volume", "book.volumes_ahead",
    ];

    private const float SecondsPerDay = 86_400f;

    private readonly ItemFacts _facts;
    private readonly EngineScales _scales;
    private readonly SupportFeatures _support;
    private readonly UsualFeatures _usual;

    public EngineFeatures(ScoreColumns columns, ItemFacts facts, EngineScales scales, EngineOptions options, int itemCount)
    {
        (Columns, _facts, _scales) = (columns, facts, scales);
        LatentBringsCandidates = columns.Latent is not null && itemCount <= options.MaxItemsOfLatentCandidates;
        PreNames = [.. columns.Names, .. columns.Names.Select(RelativeOf), .. CommonNames];
        _support = new SupportFeatures(columns);
        _usual = new UsualFeatures(columns);
        Names = [.. PreNames, .. BookNames, .. WeightNames, .. _support.Names, .. _usual.Names];
    }

    /// <summary>The groups of features beside the scores themselves.</summary>
    public static IReadOnlyList<string> GroupNames { get; } = [RecentGroup, "item", "user", "book", SupportFeatures.Group, UsualFeatures.Group];

    public ScoreColumns Columns { get; }

    /// <summary>True when latent factors are asked for candidates, and not only for their judgement.</summary>
    public bool LatentBringsCandidates { get; }

    /// <summary>The features of the pre-ranker.</summary>
    public IReadOnlyList<string> PreNames { get; }

    /// <summary>The features of the final ranker: those of the pre-ranker, and more.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The name of a score as a share of the user's best.</summary>
    public static string RelativeOf(string score) => $"{score}.relative";

    /// <summary>Whether a score or a feature is of what is like the latest acts.</summary>
    public static bool IsRecent(string name) => name.Contains($".{RecentGroup}", StringComparison.Ordinal);

    /// <summary>The place of a feature among names of features.</summary>
    /// <exception cref="ArgumentException">It is not among them.</exception>
    public static int PlaceOf(IReadOnlyList<string> names, string name) => Array.IndexOf([.. names], name) is >= 0 and var place
        ? place
        : throw new ArgumentException($"the rows have no feature {name}", nameof(name));

    /// <summary>The places, among names of features, of those that belong to one of the groups.</summary>
    public static int[] PlacesOf(IReadOnlyList<string> names, IReadOnlyCollection<string> groups) =>
    [
        .. Enumerable.Range(0, names.Count).Where(place => groups.Any(group => group == RecentGroup
            ? IsRecent(names[place])
            : names[place].StartsWith($"{group}.", StringComparison.Ordinal))),
    ];

    /// <summary>Fills the rows of all candidates for the pre-ranker.</summary>
    public void FillPreRows(ReadOnlySpan<HistoryItem> history, EngineScratch scratch)
    {
        var columns = Columns.Names.Count;
        var width = PreNames.Count;
        Span<float> perUsual = stackalloc float[columns];
        Span<float> perBest = stackalloc float[columns];
        for (var column = 0; column < columns; column++)
        {
            perUsual[column] = 1f / _scales.Scores[column];
            perBest[column] = scratch.Best[column] > 0f ? 1f / scratch.Best[column] : 0f;
        }

        // The file's place in memory is asked for once: for each item that would take longer than reading it.
        var logUsers = _facts.LogUsers;
        var age = _facts.Age;
        var idle = _facts.Idle;
        var trend = _facts.Trend;
        var (userLogItems, userLogUsers, userIdle) =
            (MathF.Log(1 + history.Length) - _scales.LogItems, MeanLogUsers(history) - _scales.LogUsers, IdleDays(history));
        for (var place = 0; place < scratch.PoolCount; place++)
        {
            var item = scratch.Pool[place];
            var row = scratch.PreRows.AsSpan(place * width, width);
            for (var column = 0; column < columns; column++)
            {
                var score = column < Columns.BufferCount ? scratch.Buffers[column][item] : scratch.LatentScores[place];
                row[column] = score * perUsual[column];
                row[columns + column] = score * perBest[column];
            }

            var rest = row[(2 * columns)..];
            rest[0] = logUsers[item] - _scales.LogUsers;
            rest[1] = ItemFacts.IsNew(logUsers[item]) ? 1f : 0f;
            rest[2] = ItemFacts.IsCold(logUsers[item]) ? 1f : 0f;
            rest[3] = age[item];
            rest[4] = idle[item];
            rest[5] = trend[item];
            rest[6] = userLogItems;
            rest[7] = userLogUsers;
            rest[8] = userIdle;
        }
    }

    /// <summary>Fills the rows of what the pre-ranker kept for the final ranker.</summary>
    public void FillRows(ReadOnlySpan<HistoryItem> history, EngineScratch scratch)
    {
        foreach (var (item, _, _) in history)
        {
            scratch.Authors.Add(_facts.Authors.Of(item));
            scratch.Series.Add(_facts.Series.Of(item));
            scratch.FurthestVolumes.Add(_facts.Series.Of(item), _facts.Volume[item]);
            scratch.Genres.Add(_facts.Genres.Of(item));
            scratch.Publishers.Add(_facts.Publishers.Of(item));
            scratch.Languages.Add(_facts.Languages.Of(item));
        }

        var (year, logUsers, weight) = (MeanYear(history), MeanLogUsers(history), MeanWeight(history));
        var preWidth = PreNames.Count;
        var authors = _facts.Authors.All;
        var series = _facts.Series.All;
        var genres = _facts.Genres.All;
        var publishers = _facts.Publishers.All;
        var languages = _facts.Languages.All;
        var yearOf = _facts.Year;
        var logUsersOf = _facts.LogUsers;
        var weightOf = _facts.Weight;
        var volumeOf = _facts.Volume;
        for (var place = 0; place < scratch.KeptCount; place++)
        {
            var inPool = scratch.Kept[place].Item;
            var item = scratch.Pool[inPool];
            var row = scratch.Rows.AsSpan(place * Names.Count, Names.Count);
            scratch.PreRows.AsSpan(inPool * preWidth, preWidth).CopyTo(row);
            var rest = row[preWidth..];
            rest[0] = Most(scratch.Authors, authors[item]);
            rest[1] = rest[0] / history.Length;
            rest[2] = Most(scratch.Series, series[item]);
            rest[3] = Sum(scratch.Genres, genres[item]) / history.Length;
            rest[4] = Most(scratch.Publishers, publishers[item]) / history.Length;
            rest[5] = Most(scratch.Languages, languages[item]) / history.Length;
            rest[6] = yearOf[item];
            rest[7] = MathF.Abs(yearOf[item] - year);
            rest[8] = logUsersOf[item] - logUsers;
            rest[9] = volumeOf[item];
            rest[10] = scratch.FurthestVolumes.AheadOf(series[item], volumeOf[item]);
            rest[11] = weightOf[item];
            rest[12] = weight;
        }

        _support.Fill(history, _scales.Scores, preWidth + BookNames.Length + WeightNames.Length, Names.Count, scratch);
        _usual.Fill(_scales.Items, Names.Count - _usual.Names.Count, Names.Count, scratch);
    }

    private static float Most(GroupCounter counter, ReadOnlySpan<int> groups)
    {
        if (groups.IsEmpty)
            return float.NaN;
        var most = 0;
        foreach (var group in groups)
            most = Math.Max(most, counter[group]);
        return most;
    }

    private static float Sum(GroupCounter counter, ReadOnlySpan<int> groups)
    {
        if (groups.IsEmpty)
            return float.NaN;
        var sum = 0;
        foreach (var group in groups)
            sum += counter[group];
        return (float)sum / groups.Length;
    }

    private float MeanLogUsers(ReadOnlySpan<HistoryItem> history)
    {
        var sum = 0d;
        var logUsers = _facts.LogUsers;
        foreach (var (item, _, _) in history)
            sum += logUsers[item];
        return (float)(sum / history.Length);
    }

    private static float MeanWeight(ReadOnlySpan<HistoryItem> history)
    {
        var sum = 0d;
        foreach (var (_, weight, _) in history)
            sum += weight;
        return (float)(sum / history.Length);
    }

    private float MeanYear(ReadOnlySpan<HistoryItem> history)
    {
        var (sum, count) = (0d, 0);
        foreach (var (item, _, _) in history)
        {
            if (!float.IsNaN(_facts.Year[item]))
                (sum, count) = (sum + _facts.Year[item], count + 1);
        }

        return count == 0 ? float.NaN : (float)(sum / count);
    }

    private float IdleDays(ReadOnlySpan<HistoryItem> history)
    {
        var latest = TrainingData.NoDate;
        foreach (var (_, _, occurredAt) in history)
            latest = Math.Max(latest, occurredAt ?? TrainingData.NoDate);
        return latest == TrainingData.NoDate || _facts.Latest == TrainingData.NoDate
            ? float.NaN
            : Math.Max(0f, (_facts.Latest - latest) / SecondsPerDay);
    }
}
