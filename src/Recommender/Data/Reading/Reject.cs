namespace BookRecs.Recommender.Data.Reading;

/// <summary>A row that was not taken over.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Line">The line at which the row starts, counted from 1.</param>
/// <param name="Reason">The rule it breaks, one of <see cref="RejectReason"/>.</param>
/// <param name="Detail">The field and the start of its value.</param>
public sealed record Reject(string File, long Line, string Reason, string Detail);
