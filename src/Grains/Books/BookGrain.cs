using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Books;

/// <summary>One book: a living cache of what the log says of it, and its similar books.</summary>
/// <param name="log">The truth.</param>
/// <param name="catalogue">Title, authors and so on.</param>
/// <param name="models">The silo's model.</param>
/// <param name="popular">The list for anyone.</param>
/// <param name="options">How much is held.</param>
/// <param name="time">The clock.</param>
public sealed class BookGrain(
    ITransactionLog log, ICatalogueStore catalogue, ModelHost models, PopularList popular, BookOptions options, TimeProvider time)
    : Grain, IBookGrain
{
    private readonly RecommendationCache _similar = new();
    private BookState? _state;
    private Book? _book;
    private DateTimeOffset _bookReadAt;

    private string ItemId => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RebuildAsync(cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // The first call tries again, and its caller then gets the log's own error.
        }
    }

    /// <inheritdoc/>
    public async Task RecordAsync(ImmutableArray<BookAct> acts)
    {
        var state = _state ?? await RebuildAsync();
        foreach (var act in acts)
        {
            if (state.TryApply(act))
                continue;
            await RebuildAsync();
            return;
        }
    }

    /// <inheritdoc/>
    public async Task<BookDetails?> GetAsync()
    {
        var state = _state ?? await RebuildAsync();
        var book = await FindBookAsync();
        return book is null && !state.HasActs ? null : Describe(book ?? new Book { ItemId = ItemId }, state);
    }

    /// <inheritdoc/>
    public async Task<BookWritten> PutAsync(BookRecord book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var state = _state ?? await RebuildAsync();
        var record = new Book
        {
            ItemId = ItemId,
            Title = book.Title,
            Authors = book.Authors,
            Series = book.Series,
            Genres = book.Genres,
            Description = book.Description,
            Language = book.Language,
            Year = book.Year,
            Publisher = book.Publisher,
            WorkId = book.WorkId,
            Price = book.Price,
            Available = book.Available,
        }.WithSeriesOfTitle();

        // A write that fails may have been committed nevertheless, so what is held is not to be trusted.
        _book = null;
        var write = await catalogue.PutAsync(record);
        return new BookWritten(Describe(Hold(record), state), write.IsNew, write.Revision);
    }

    /// <inheritdoc/>
    public async Task<BookWritten?> SetAvailableAsync(bool available)
    {
        var state = _state ?? await RebuildAsync();
        _book = null;
        return await catalogue.SetAvailableAsync(ItemId, available) is { } revision && await catalogue.FindAsync(ItemId) is { } book
            ? new BookWritten(Describe(Hold(book), state), false, revision)
            : null;
    }

    /// <inheritdoc/>
    public Task AwaitCatalogueAsync(long revision) => models.IncludeAsync(revision);

    /// <inheritdoc/>
    public async Task<RecommendationList?> GetSimilarAsync(int limit)
    {
        var isPlain = limit == RecommendationQuery.DefaultLimit;
        var serving = models.Serving;
        if (isPlain && _similar.Find(serving, 0) is { } held)
            return await held;
        var state = _state ?? await RebuildAsync();
        if (!state.HasActs && await FindBookAsync() is null)
            return null;
        using var lease = models.Acquire();
        if (lease.Model is not { } model)
            return await popular.GetAsync(new RecommendationQuery(limit, [ItemId], null), FallbackReason.NoModel);
        var list = new RecommendationList(
            Wire.Items(model.Similar(ItemId, limit)), model.Version, model.Knows(ItemId) ? null : FallbackReason.NoKnownItems);
        return isPlain ? await _similar.Keep(list, serving, 0) : list;
    }

    private BookDetails Describe(Book book, BookState state)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return new BookDetails(
            ItemId,
            book.Title.Length == 0 ? null : book.Title,
            book.Authors,
            book.Series,
            book.Volume,
            book.Genres,
            book.Description,
            book.Language,
            book.Year,
            book.Publisher,
            book.Price,
            book.Available,
            state.Counts(today),
            state.BoughtTogether(ItemId),
            book.WorkId);
    }

    private Book Hold(Book book)
    {
        (_book, _bookReadAt) = (book, time.GetUtcNow());
        return book;
    }

    private async Task<BookState> RebuildAsync(CancellationToken cancellationToken = default)
    {
        _state = null;
        var activity = await log.ReadItemAsync(ItemId, options.RecentReaders, options.PrecedingItems, cancellationToken);
        return _state = new BookState(activity, options);
    }

    private async Task<Book?> FindBookAsync()
    {
        var now = time.GetUtcNow();
        if (_book is null || now - _bookReadAt >= TimeSpan.FromSeconds(options.CatalogueSeconds))
        {
            _book = await catalogue.FindAsync(ItemId);
            _bookReadAt = now;
        }

        return _book;
    }
}
