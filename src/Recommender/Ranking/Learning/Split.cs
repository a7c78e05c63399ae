namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>How a leaf would be split.</summary>
/// <param name="Gain">By how much the loss falls; nothing to gain when it is 0.</param>
/// <param name="Feature">Which feature decides.</param>
/// <param name="Bin">The last bin that goes left.</param>
/// <param name="IsMissingLeft">Where rows go whose value is missing.</param>
/// <param name="LeftSum">Packed derivatives of the left child.</param>
/// <param name="LeftValue">What the left child would answer.</param>
/// <param name="RightValue">What the right child would answer.</param>
internal readonly record struct Split(
    double Gain, int Feature, int Bin, bool IsMissingLeft, long LeftSum, double LeftValue, double RightValue);
