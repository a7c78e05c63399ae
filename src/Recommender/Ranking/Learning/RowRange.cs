namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Rows that follow each other.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The row after the last.</param>
internal readonly record struct RowRange(int First, int End);
