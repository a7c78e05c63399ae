using CommunityToolkit.HighPerformance.Buffers;

namespace BookRecs.Grains;

/// <summary>
/// One text for each item id that many grains hold. An item is in the history of hundreds of users, and each act brings its id anew.
/// </summary>
internal static class ItemIds
{
    // 100,000 items and more; those used last stay. Some 10 MB with ids of 20 characters.
    private static readonly StringPool Pool = new(131_072);

    /// <summary>An equal text, most often the one that others hold.</summary>
    public static string Shared(string itemId) => Pool.GetOrAdd(itemId);
}
