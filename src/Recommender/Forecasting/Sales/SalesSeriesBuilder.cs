using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>
/// Counts the acts of a shop's log into sales series by item, book series, author, genre and shop. The result does not depend on
/// the order of the acts. Holds a few bytes for each item and period with a sale, not the acts.
/// </summary>
public sealed class SalesSeriesBuilder
{
    private readonly SalesPeriod _period;
    private readonly int? _until;
    private readonly Dictionary<InteractionKind, SalesCounts> _byKind = [];
    private readonly Dictionary<string, Book> _books = new(StringComparer.Ordinal);
    private DateTimeOffset? _lastAct;

    /// <summary>Begins with nothing.</summary>
    /// <param name="period">The length of a point.</param>
    /// <param name="until">
    /// The last day to count; acts after it are left out, and so is its period unless it is the last day of it. Where it lies after the last
    /// act, the days between are days without sales. Null: the period of the last act is taken to be still running, and the series end before it.
    /// </param>
    public SalesSeriesBuilder(SalesPeriod period, DateOnly? until = null)
    {
        _period = period;
        _until = until is { } day ? SalesCalendar.IndexOf(day.AddDays(1), period) : null;
    }

    /// <summary>Acts that have no date and cannot be counted.</summary>
    public long Undated { get; private set; }

    /// <summary>The day, in UTC, of the last act of any kind; null without any act with a date.</summary>
    public DateOnly? LastDay => _lastAct is { } last ? DateOnly.FromDateTime(last.UtcDateTime) : null;

    /// <summary>The period after the last complete one; 0 before any act with a date.</summary>
    public int EndIndex => _until ?? (_lastAct is { } last ? SalesCalendar.IndexOf(last, _period) : 0);

    /// <summary>
    /// The kind of act that is taken for a sale: purchases, and in a data set that has none, such as one of loans, reads, then
    /// ratings. One kind alone, since buying, reading and rating a book is one sale and not three. Null without any act with a date.
    /// </summary>
    public InteractionKind? SaleKind
    {
        get
        {
            foreach (var kind in (ReadOnlySpan<InteractionKind>)[InteractionKind.Purchase, InteractionKind.Read, InteractionKind.Rating])
            {
                if (_byKind.ContainsKey(kind))
                    return kind;
            }

            return null;
        }
    }

    /// <summary>Counts an act.</summary>
    public void Add(in Interaction interaction)
    {
        if (interaction.OccurredAt is not { } moment)
        {
            Undated++;
            return;
        }

        if (_lastAct is null || moment > _lastAct)
            _lastAct = moment;
        if (!_byKind.TryGetValue(interaction.Kind, out var counts))
            _byKind.Add(interaction.Kind, counts = new SalesCounts());
        counts.Add(interaction.ItemId, SalesCalendar.IndexOf(moment, _period));
    }

    /// <summary>Adds a book, whose series, authors and genres its sales then count for; one added again replaces the first.</summary>
    public void Add(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        _books[book.ItemId] = book;
    }

    /// <summary>Makes the series that have a sale, ordered by key.</summary>
    /// <param name="kinds">What to sum over.</param>
    /// <param name="only">Null, or the one name (or item id) that is wanted.</param>
    public IReadOnlyList<SalesSeries> Build(IReadOnlyCollection<SeriesKind> kinds, string? only = null)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        if (SaleKind is not { } saleKind)
            return [];
        var end = EndIndex;
        var items = _byKind[saleKind].Items;
        var series = new Dictionary<SeriesKey, SalesSeries>();
        foreach (var (itemId, counts) in items)
        {
            var first = counts.Keys.Min();
            if (first >= end)
                continue;
            foreach (var key in KeysOf(itemId, kinds, only))
            {
                if (!series.TryGetValue(key, out var known) || first < known.FirstIndex)
                    series[key] = new SalesSeries(key, _period, first, []);
            }
        }

        foreach (var (key, empty) in series)
            series[key] = empty with { Values = new double[end - empty.FirstIndex] };
        foreach (var (itemId, counts) in items)
        {
            foreach (var key in KeysOf(itemId, kinds, only))
            {
                if (series.TryGetValue(key, out var sum))
                    AddTo(sum, counts, end);
            }
        }

        return [.. series.Values.OrderBy(static one => one.Key)];
    }

    private static void AddTo(SalesSeries sum, Dictionary<int, int> counts, int end)
    {
        foreach (var (index, sold) in counts)
        {
            if (index < end)
                sum.Values[index - sum.FirstIndex] += sold;
        }
    }

    private IEnumerable<SeriesKey> KeysOf(string itemId, IReadOnlyCollection<SeriesKind> kinds, string? only)
    {
        var book = _books.GetValueOrDefault(itemId);
        foreach (var kind in kinds)
        {
            IEnumerable<string> names = kind switch
            {
                SeriesKind.Shop => [""],
                SeriesKind.Item => [itemId],
                SeriesKind.Series => book?.Series ?? [],
                SeriesKind.Author => book?.Authors ?? [],
                _ => book?.Genres ?? [],
            };

            // A book that names a genre twice is still sold once.
            foreach (var name in names.Distinct(StringComparer.Ordinal))
            {
                if (only is null || string.Equals(name, only, StringComparison.Ordinal))
                    yield return new SeriesKey(kind, name);
            }
        }
    }
}
