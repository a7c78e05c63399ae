namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>What boosted trees are fitted to.</summary>
public enum BoostingObjective
{
    /// <summary>The order of each query's rows: gradients of NDCG (Burges, "From RankNet to LambdaRank to LambdaMART", 2010).</summary>
    LambdaRank = 0,

    /// <summary>Whether a row is relevant: binary cross-entropy (Friedman, Annals of Statistics 2001), each row alone.</summary>
    Logistic = 1,
}
