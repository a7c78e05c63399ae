using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking;

/// <summary>Makes ranked lists from a model and the books of the catalogue. Never changes; serves any number of threads at once.</summary>
public sealed class RankingEngine
{
    private readonly TrainedModel _model;

    /// <summary>Makes an engine.</summary>
    /// <param name="model">The model; stays the caller's to dispose of.</param>
    /// <param name="books">
    /// The catalogue; may hold books that the model does not know, and only books that it holds are shown. With an empty catalogue
    /// every item of the model may be shown, by its id.
    /// </param>
    /// <param name="options">The settings, or null for the defaults.</param>
    public RankingEngine(TrainedModel model, IEnumerable<Book> books, RankingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(books);
        options ??= new RankingOptions();
        options.Validate();
        _model = model;
    }

    /// <summary>The model that ranks.</summary>
    public ModelManifest Manifest => _model.Manifest;

    /// <summary>Tells whether the model itself knows the item, so that it can rank by it.</summary>
    public bool Knows(string itemId) => _model.Items.TryGetIndex(itemId, out _);

    /// <summary>The book of the catalogue that the engine was made with, or null.</summary>
    public Book? FindBook(string itemId) => null;

    /// <summary>
    /// The best items for a user, best first. Fewer than asked for only when no more are left; a user without history gets the
    /// popular list.
    /// </summary>
    public IReadOnlyList<RankedItem> Rank(RankingRequest request) => [];

    /// <summary>Items like an item, best first, for its page; the item itself and its other editions left out.</summary>
    /// <param name="itemId">The item; an unknown one gives the popular list.</param>
    /// <param name="count">How many, 0 to 1,000.</param>
    public IReadOnlyList<RankedItem> Similar(string itemId, int count) => [];

    /// <summary>The popular list, best first.</summary>
    /// <param name="count">How many, 0 to 1,000.</param>
    /// <param name="language">Only items of this language code, or null for any.</param>
    /// <param name="exclude">Items not to return, or null.</param>
    public IReadOnlyList<RankedItem> Popular(int count, string? language = null, IReadOnlyCollection<string>? exclude = null) => [];
}
