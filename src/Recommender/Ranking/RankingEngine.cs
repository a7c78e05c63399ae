using System.Runtime.InteropServices;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Makes ranked lists from a model and the books of the catalogue. Never changes; serves any number of threads at once, with the same
/// answer to the same request whatever runs beside it. Takes about 100 bytes an item beside the books, and for each ranking that
/// runs at the same time about 40 bytes an item, with rankers 8 more for each of their score columns; kept for as many as there are
/// processors.
/// </summary>
public sealed class RankingEngine
{
    /// <summary>The most items that a list can have.</summary>
    public const int MaxCount = 1_000;

    private readonly TrainedModel _model;
    private readonly RankingOptions _options;
    private readonly CatalogueIndex _catalogue;
    private readonly CandidateGatherer _gatherer;
    private readonly ListAssembler _assembler;
    private readonly ReasonWriter _reasons;
    private readonly ScratchPool _scratches;

    /// <summary>Makes an engine; takes about a second for a million books.</summary>
    /// <param name="model">The model; stays the caller's to dispose of.</param>
    /// <param name="books">
    /// The catalogue; may hold books that the model does not know, and only available books with a title that it holds are shown. With
    /// an empty catalogue every item of the model may be shown, by its id; titles are not asked for where no book has one.
    /// </param>
    /// <param name="options">The settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting breaks its rule.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public RankingEngine(TrainedModel model, IEnumerable<Book> books, RankingOptions? options = null)
        : this(model, IndexOf(model, books), options, null)
    {
    }

    private RankingEngine(TrainedModel model, CatalogueIndex catalogue, RankingOptions? options, NewItems? placedBefore)
    {
        _options = options ?? new RankingOptions();
        _options.Validate();
        (_model, _catalogue) = (model, catalogue);
        Acquire();
        try
        {
            _gatherer = new CandidateGatherer(_catalogue, model, _options, placedBefore);
            _assembler = new ListAssembler(_catalogue, _options, _gatherer.Fallback);
            _scratches = new ScratchPool(_catalogue, _options.CandidatesPerSource);
            _reasons = new ReasonWriter(_catalogue, model.Sources, _gatherer, _options);
        }
        finally
        {
            _model.Release();
        }
    }

    /// <summary>
    /// Loads a model and makes its engine. Faster than one after the other, since the books are indexed while the model's files are
    /// checked.
    /// </summary>
    /// <param name="folder">The folder of one model version.</param>
    /// <param name="books">The catalogue, as for the constructor.</param>
    /// <param name="options">The settings, or null for the defaults.</param>
    /// <returns>The engine; its <see cref="Model"/> is the caller's to dispose of.</returns>
    /// <exception cref="ArgumentException">A setting breaks its rule.</exception>
    /// <exception cref="InvalidDataException">A file is missing, foreign, newer or damaged; the message names file and reason.</exception>
    public static RankingEngine Load(string folder, IEnumerable<Book> books, RankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(books);
        options?.Validate();
        CatalogueIndex? catalogue = null;
        var model = TrainedModel.Load(folder, items => catalogue = new CatalogueIndex(items, books));
        return new RankingEngine(model, catalogue!, options, null);
    }

    /// <summary>The model that ranks.</summary>
    public TrainedModel Model => _model;

    /// <summary>The manifest of the model that ranks.</summary>
    public ModelManifest Manifest => _model.Manifest;

    /// <summary>
    /// Tells whether the engine can rank by the item: the model itself knows it, or it is like books that the model knows.
    /// </summary>
    public bool Knows(string itemId) => _catalogue.TryGetSlot(itemId, out var slot)
        && (slot < _catalogue.ModelCount || _gatherer.NewItems?.NearestTo(slot).IsEmpty == false);

    /// <summary>
    /// The engine of the same model for a catalogue in which some books are other ones or new; it equals one made with the whole
    /// catalogue. Takes the time of indexing the catalogue, about a second for a million books; books that came after the training
    /// and did not change keep their place among the model's items, which takes most of the time of a new one.
    /// </summary>
    /// <param name="changed">Books that take the place of those with their ids, or are added.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public RankingEngine With(IReadOnlyCollection<Book> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var catalogue = new CatalogueIndex(_model.Items, [.. _catalogue.Books.OfType<Book>(), .. changed]);
        return new RankingEngine(_model, catalogue, _options, _gatherer.NewItems);
    }

    /// <summary>The book of the catalogue that the engine was made with, or null.</summary>
    public Book? FindBook(string itemId) => _catalogue.TryGetSlot(itemId, out var slot) ? _catalogue.BookOf(slot) : null;

    /// <summary>
    /// The best items for a user, best first; a user without history gets the popular list. Fewer than asked for only when no more are
    /// left, and none only when nothing that the user has not can be shown.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<RankedItem> Rank(RankingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(request, isPersonal: true);
    }

    /// <summary>Items like an item, best first, for its page; the item itself and its other editions left out.</summary>
    /// <param name="itemId">The item; one that neither model nor catalogue knows gives the popular list.</param>
    /// <param name="count">How many, 0 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<RankedItem> Similar(string itemId, int count)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        return Run(new RankingRequest { History = [new RankingHistoryItem(itemId)], Count = count }, isPersonal: false);
    }

    /// <summary>The popular list, best first.</summary>
    /// <param name="count">How many, 0 to 1,000.</param>
    /// <param name="language">Only items of this language code, or null for any.</param>
    /// <param name="exclude">Items not to return, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of bounds.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<RankedItem> Popular(int count, string? language = null, IReadOnlyCollection<string>? exclude = null) =>
        Run(new RankingRequest { Count = count, Language = language, Exclude = exclude ?? [] }, isPersonal: true);

    private static CatalogueIndex IndexOf(TrainedModel model, IEnumerable<Book> books)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(books);
        return new CatalogueIndex(model.Items, books);
    }

    private RankedItem[] Run(RankingRequest request, bool isPersonal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.Count, nameof(request.Count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Count, MaxCount, nameof(request.Count));
        if (request.Count == 0)
            return [];
        Acquire();
        var scratch = _scratches.Rent();
        try
        {
            scratch.Reset();
            var filter = new RankingFilter(_catalogue, scratch, request);
            _gatherer.Gather(scratch, filter, isPersonal, request.Count);
            _assembler.Assemble(scratch, filter, request);
            var items = new RankedItem[scratch.List.Count];
            for (var place = 0; place < items.Length; place++)
                items[place] = Describe(scratch, place);
            return items;
        }
        finally
        {
            _scratches.Return(scratch);
            _model.Release();
        }
    }

    private RankedItem Describe(RankingScratch scratch, int place)
    {
        var (slot, score) = CollectionsMarshal.AsSpan(scratch.List)[place];
        var source = _gatherer.MainSource(scratch, slot);
        return new RankedItem(_catalogue.IdOf(slot), score, source, _reasons.Explain(scratch, slot, source), _catalogue.BookOf(slot));
    }

    private void Acquire() => ObjectDisposedException.ThrowIf(!_model.TryAcquire(), _model);
}
