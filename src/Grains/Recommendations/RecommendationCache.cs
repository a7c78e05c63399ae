using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Models;

namespace BookRecs.Grains.Recommendations;

/// <summary>
/// The last list and what it was made from. It is handed out as the same completed task until the model, the catalogue or the
/// history is another, so that an answer from the cache allocates nothing.
/// </summary>
public sealed class RecommendationCache
{
    private Task<RecommendationList>? _list;
    private ServingState _serving;
    private long _revision;

    /// <summary>True when a list was kept, fresh or not: someone asks for it.</summary>
    public bool IsUsed => _list is not null;

    /// <summary>The list, or null when it was made by another model, or from another catalogue or history.</summary>
    /// <param name="serving">What a list would be made from now.</param>
    /// <param name="revision">The history's revision now.</param>
    public Task<RecommendationList>? Find(ServingState serving, long revision) =>
        _revision == revision && _serving == serving ? _list : null;

    /// <summary>Keeps a list in the place of the last.</summary>
    /// <param name="list">The list.</param>
    /// <param name="serving">What served before it was made; when that changed meanwhile, the list counts as out of date.</param>
    /// <param name="revision">The revision of the history it was ranked from.</param>
    public Task<RecommendationList> Keep(RecommendationList list, ServingState serving, long revision)
    {
        _serving = serving;
        _revision = revision;
        return _list = Task.FromResult(list);
    }

    /// <summary>Forgets the list.</summary>
    public void Clear() => _list = null;
}
