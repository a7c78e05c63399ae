using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Training;

namespace BookRecs.Grains.Models;

/// <summary>A trained model with the engine that ranks by it.</summary>
/// <param name="model">The model, owned from now on.</param>
/// <param name="books">The catalogue.</param>
internal sealed class RankedModel(TrainedModel model, IEnumerable<Book> books) : IServingModel
{
    private readonly RankingEngine _engine = new(model, books);

    /// <inheritdoc/>
    public string Version { get; } = model.Manifest.Version;

    /// <inheritdoc/>
    public bool Knows(string itemId) => _engine.Knows(itemId);

    /// <inheritdoc/>
    public IReadOnlyList<RankedItem> Rank(RankingRequest request) => _engine.Rank(request);

    /// <inheritdoc/>
    public IReadOnlyList<RankedItem> Similar(string itemId, int count) => _engine.Similar(itemId, count);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
