namespace BookRecs.Grains.Log;

/// <summary>What an import did. The three numbers add up to the rows that were given.</summary>
/// <param name="Added">New rows.</param>
/// <param name="Replaced">Rows that changed one that was there (books: new content; acts: another rating or is_read for the same act).</param>
/// <param name="Unchanged">Rows that were there already.</param>
public sealed record ImportResult(long Added, long Replaced, long Unchanged);
