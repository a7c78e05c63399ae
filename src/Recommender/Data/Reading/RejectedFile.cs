namespace BookRecs.Recommender.Data.Reading;

/// <summary>A file that has rows, none of which was taken over.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Rows">How many rows it has, at least 1.</param>
/// <param name="First">The first of them.</param>
public sealed record RejectedFile(string File, long Rows, Reject First);
