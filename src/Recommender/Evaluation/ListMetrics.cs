namespace BookRecs.Recommender.Evaluation;

/// <summary>How good lists of one length are, as means over users.</summary>
/// <param name="Ndcg">
/// Binary gain, log2 discount, over the ideal of min(k, relevant) items (Järvelin and Kekäläinen, TOIS 2002), 0 to 1.
/// </param>
/// <param name="Recall">Hits over relevant items, 0 to 1.</param>
/// <param name="RecallCapped">Hits over min(k, relevant items), 0 to 1.</param>
public readonly record struct ListMetrics(double Ndcg, double Recall, double RecallCapped);
