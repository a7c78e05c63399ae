namespace BookRecs.Recommender.Candidates;

/// <summary>One way to compare items by the users they share: row scale · item scale · the sum of the users' weights.</summary>
/// <param name="UserWeights">What each shared user adds, not below 0.</param>
/// <param name="RowScales">Factor of the item whose neighbours are sought.</param>
/// <param name="ItemScales">Factor of the item that may be a neighbour.</param>
/// <param name="Neighbours">How many to keep of each item.</param>
/// <param name="IncludeSelf">Whether an item may be its own neighbour.</param>
internal sealed record NeighbourWeighting(
    float[] UserWeights, float[] RowScales, float[] ItemScales, int Neighbours, bool IncludeSelf);
