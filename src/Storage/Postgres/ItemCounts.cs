namespace BookRecs.Storage.Postgres;

/// <summary>How many acts there are of some items.</summary>
/// <param name="Items">The database's numbers of the items.</param>
/// <param name="Acts">How many acts of each.</param>
internal readonly record struct ItemCounts(int[] Items, long[] Acts);
