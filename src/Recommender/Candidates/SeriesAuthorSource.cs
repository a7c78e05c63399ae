using System.Collections.Immutable;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Books that continue what the user reads: the next volume of a series, other books of the series, other books of the author. Nothing
/// is learned but the order among equals, which is by number of users. Only the first series of a book has volumes.
/// </summary>
public sealed class SeriesAuthorSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "same_author";

    /// <summary>The greatest share of a bond's worth that an item's number of users adds to it.</summary>
    private const double PopularityShare = 0.25;

    private readonly CsrMatrix _authors;
    private readonly CsrMatrix _authorItems;
    private readonly CsrMatrix _series;
    private readonly CsrMatrix _seriesItems;
    private readonly ReadOnlyMemory<float> _volumes;
    private readonly ReadOnlyMemory<float> _bonds;

    private SeriesAuthorSource(CsrMatrix[] groups, ReadOnlyMemory<float> volumes, ReadOnlyMemory<float> bonds)
    {
        (_authors, _authorItems, _series, _seriesItems) = (groups[0], groups[1], groups[2], groups[3]);
        _volumes = volumes;
        _bonds = bonds;
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>Groups the books of the catalogue by author and series.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static SeriesAuthorSource Fit(
        TrainingData data, SeriesAuthorOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var boosts = Boosts(data);
        var (authors, authorItems) = Group(data.Books, static book => book.Authors, boosts, options.MaxItemsPerGroup);
        cancellationToken.ThrowIfCancellationRequested();
        var (series, seriesItems) = Group(data.Books, static book => book.Series, boosts, options.MaxItemsPerGroup);
        var volumes = data.Books.Select(static book => book?.Volume ?? float.NaN).ToArray();
        return new SeriesAuthorSource(
            [authors, authorItems, series, seriesItems], volumes, new[] { options.NextInSeries, options.SameSeries, options.SameAuthor });
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static SeriesAuthorSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new SeriesAuthorSource(
            [
                CsrSections.Load(artifact, $"{SourceName}.authors"), CsrSections.Load(artifact, $"{SourceName}.author_items"),
                CsrSections.Load(artifact, $"{SourceName}.series"), CsrSections.Load(artifact, $"{SourceName}.series_items"),
            ],
            artifact.Read<float>($"{SourceName}.volumes"),
            artifact.Read<float>($"{SourceName}.bonds"));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, $"{SourceName}.authors", _authors);
        CsrSections.Save(artifact, $"{SourceName}.author_items", _authorItems);
        CsrSections.Save(artifact, $"{SourceName}.series", _series);
        CsrSections.Save(artifact, $"{SourceName}.series_items", _seriesItems);
        artifact.Write($"{SourceName}.volumes", _volumes.Span);
        artifact.Write($"{SourceName}.bonds", _bonds.Span);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var bonds = _bonds.Span;
        foreach (var (item, weight, _) in history)
        {
            foreach (var author in _authors.RowColumns(item))
                AddGroup(_authorItems, author, item, weight * bonds[2], scores);
            foreach (var series in _series.RowColumns(item))
                AddGroup(_seriesItems, series, item, weight * bonds[1], scores);
            var next = NextVolume(item);
            if (next >= 0 && bonds[0] > 0f)
                scores.Add(next, weight * bonds[0]);
        }
    }

    /// <summary>Finds the book that follows a book in its first series.</summary>
    /// <returns>The item with the lowest volume above the book's, the one with more users among equals; -1 when there is none.</returns>
    public int NextVolume(int item)
    {
        var volumes = _volumes.Span;
        var series = _series.RowColumns(item);
        if (series.IsEmpty || float.IsNaN(volumes[item]))
            return -1;
        var next = -1;
        foreach (var other in _seriesItems.RowColumns(series[0]))
        {
            if (volumes[other] > volumes[item] && (next < 0 || volumes[other] < volumes[next]))
                next = other;
        }

        return next;
    }

    private static void AddGroup(CsrMatrix groups, int group, int self, float worth, ScoreBuffer scores)
    {
        if (worth <= 0f)
            return;
        var items = groups.RowColumns(group);
        var boosts = groups.RowValues(group);
        for (var place = 0; place < items.Length; place++)
        {
            if (items[place] != self)
                scores.Add(items[place], worth * boosts[place]);
        }
    }

    /// <summary>1 for an item without users up to 1 + <see cref="PopularityShare"/> for the most popular one.</summary>
    private static float[] Boosts(TrainingData data)
    {
        var users = new int[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            users[item]++;
        var most = Math.Log(1 + Math.Max(1, users.Length == 0 ? 1 : users.Max()));
        return [.. users.Select(count => (float)(1 + (PopularityShare * Math.Log(1 + count) / most)))];
    }

    private static (CsrMatrix ItemGroups, CsrMatrix GroupItems) Group(
        IReadOnlyList<Book?> books, Func<Book, ImmutableArray<string>> valuesOf, float[] boosts, int maxItems)
    {
        var tokenizer = new TextTokenizer();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var members = new List<List<int>>();
        var starts = new long[books.Count + 1];
        var columns = new List<int>();
        for (var item = 0; item < books.Count; item++)
        {
            foreach (var key in KeysOf(books[item], valuesOf, tokenizer))
            {
                if (!numbers.TryGetValue(key, out var number))
                {
                    numbers.Add(key, number = members.Count);
                    members.Add([]);
                }

                columns.Add(number);
                members[number].Add(item);
            }

            starts[item + 1] = columns.Count;
        }

        var itemGroups = new CsrMatrix(members.Count, starts, columns.ToArray(), new float[columns.Count]);
        return (itemGroups, GroupItems(members, boosts, maxItems));
    }

    private static CsrMatrix GroupItems(List<List<int>> members, float[] boosts, int maxItems)
    {
        var starts = new long[members.Count + 1];
        var columns = new List<int>();
        for (var group = 0; group < members.Count; group++)
        {
            columns.AddRange(members[group].OrderByDescending(item => boosts[item]).ThenBy(static item => item).Take(maxItems));
            starts[group + 1] = columns.Count;
        }

        return new CsrMatrix(boosts.Length, starts, columns.ToArray(), columns.Select(item => boosts[item]).ToArray());
    }

    /// <summary>The distinct groups of a book; the first series stays first.</summary>
    private static IEnumerable<string> KeysOf(Book? book, Func<Book, ImmutableArray<string>> valuesOf, TextTokenizer tokenizer) =>
        book is null ? [] : valuesOf(book).Select(value => tokenizer.WholeKey(value)).Where(static key => key.Length > 0).Distinct();
}
