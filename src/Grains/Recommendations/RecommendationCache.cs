using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Grains.Recommendations;

/// <summary>
/// The last list and what it was made from. It is handed out as the same completed task until the model or the history is
/// another, so that an answer from the cache allocates nothing.
/// </summary>
public sealed class RecommendationCache
{
    private Task<RecommendationList>? _list;
    private string? _modelVersion;
    private long _revision;

    /// <summary>True when a list was kept, fresh or not: someone asks for it.</summary>
    public bool IsUsed => _list is not null;

    /// <summary>The list, or null when it was made by another model or from another history.</summary>
    /// <param name="modelVersion">The model that would rank now, or null.</param>
    /// <param name="revision">The history's revision now.</param>
    public Task<RecommendationList>? Find(string? modelVersion, long revision) =>
        _revision == revision && _modelVersion == modelVersion ? _list : null;

    /// <summary>Keeps a list in the place of the last.</summary>
    /// <param name="list">The list.</param>
    /// <param name="modelVersion">The model it was ranked by.</param>
    /// <param name="revision">The revision of the history it was ranked from.</param>
    public Task<RecommendationList> Keep(RecommendationList list, string modelVersion, long revision)
    {
        _modelVersion = modelVersion;
        _revision = revision;
        return _list = Task.FromResult(list);
    }

    /// <summary>Forgets the list.</summary>
    public void Clear() => _list = null;
}
