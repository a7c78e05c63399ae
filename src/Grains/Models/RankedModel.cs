using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Grains.Models;

/// <summary>A trained model with the engine that ranks by it.</summary>
internal sealed class RankedModel : IServingModel
{
    private readonly SharedModel _model;
    private readonly RankingEngine _engine;

    /// <summary>Serves by an engine.</summary>
    /// <param name="engine">The engine; its model is owned from now on.</param>
    public RankedModel(RankingEngine engine)
        : this(new SharedModel(engine.Model), engine)
    {
    }

    private RankedModel(SharedModel model, RankingEngine engine) => (_model, _engine) = (model, engine);

    /// <inheritdoc/>
    public string Version => _model.Model.Manifest.Version;

    /// <inheritdoc/>
    public bool Knows(string itemId) => _engine.Knows(itemId);

    /// <inheritdoc/>
    public IReadOnlyList<RankedItem> Rank(RankingRequest request) => _engine.Rank(request);

    /// <inheritdoc/>
    public IReadOnlyList<RankedItem> Similar(string itemId, int count) => _engine.Similar(itemId, count);

    /// <inheritdoc/>
    public IServingModel With(IReadOnlyCollection<Book> changed)
    {
        var engine = _engine.With(changed);
        return new RankedModel(_model.Share(), engine);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
