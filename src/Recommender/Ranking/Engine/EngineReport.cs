using System.Collections.Immutable;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>How an engine was trained.</summary>
public sealed record EngineReport
{
    /// <summary>The settings that were tried, in order, with the NDCG@10 of their source on the inner holdout.</summary>
    public ImmutableArray<TuningTrial> Trials { get; init; } = [];

    /// <summary>True when the time for tuning ran out before every setting was tried.</summary>
    public bool IsTuningCutShort { get; init; }

    /// <summary>What was held out for the rankers to learn from; <see cref="HoldoutKind.Automatic"/> without rankers.</summary>
    public HoldoutKind HoldoutBy { get; init; }

    /// <summary>Users whose candidates the rankers learned from.</summary>
    public int Users { get; init; }

    /// <summary>Trees of the final ranker, those of all its members together.</summary>
    public int Trees { get; init; }

    /// <summary>
    /// NDCG@10 among the candidates of the users kept for validation, at the best number of trees, averaged over the final ranker's
    /// members, each on users that it did not learn from; null without rankers.
    /// </summary>
    public double? ValidationNdcg { get; init; }

    /// <summary>The same NDCG when the validation users' candidates are ranked by one score alone.</summary>
    public ImmutableSortedDictionary<string, double> ScoreNdcg { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>What is added to the final scores of items with fewer than 5 users; most scores are between -3 and 3.</summary>
    public double ColdBoost { get; init; }

    /// <summary>
    /// The NDCG of candidates without users among themselves, ranked by the final ranker ("engine") and by each source made for them.
    /// </summary>
    public ImmutableSortedDictionary<string, double> NewItemNdcg { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>
    /// The NDCG of hidden items among themselves by the ranker of new items, each query by one that did not learn from it; null where there
    /// was too little to learn one from.
    /// </summary>
    public double? NewItemRankerNdcg { get; init; }

    /// <summary>The NDCG of the same queries by the scores that order new items without that ranker, which serves where it is clearly better.</summary>
    public double? NewItemOrderNdcg { get; init; }

    /// <summary>What each feature is worth to the final ranker, the most first.</summary>
    public ImmutableArray<FeatureImportance> FeatureImportance { get; init; } = [];
}
