namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>A split of a fitted tree.</summary>
/// <param name="Feature">Which value of the row decides.</param>
/// <param name="Threshold">Values up to this go left.</param>
/// <param name="IsMissingLeft">Whether a missing value goes left.</param>
/// <param name="Left">The node of the same tree to go to, or ~leaf; nodes come before what hangs below them.</param>
/// <param name="Right">The same for the other side.</param>
internal readonly record struct TreeNode(int Feature, float Threshold, bool IsMissingLeft, int Left, int Right);
