using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>Settings of <see cref="EngineSource"/>: how many items each stage passes on, and how its rankers are trained.</summary>
public sealed record EngineOptions
{
    private const int MinValidatingUsers = 20;

    /// <summary>Candidates taken from each source at most. Default 250; 10 to 5,000.</summary>
    public int CandidatesPerSource { get; init; } = 250;

    /// <summary>Candidates of all sources together at most. Default 2,000; 10 to 20,000.</summary>
    public int Candidates { get; init; } = 2_000;

    /// <summary>Candidates that the pre-ranker passes on. Default 300; 10 to 5,000.</summary>
    public int PreRanked { get; init; } = 300;

    /// <summary>Sources of <see cref="SourceSet.KnownNames"/> that the engine goes without. Default none; not those of the blend.</summary>
    public IReadOnlyList<string> ExcludedSources { get; init; } = [];

    /// <summary>
    /// Groups of features that the rankers do not learn from: "recent" (scores by the latest acts), "item" (how an item sold), "user" (what
    /// a user is like), "book" (how a book fits the history), "support" (how many items of the history argue for it) or "usual" (how a
    /// score compares with what is usual for the item). Default none.
    /// </summary>
    public IReadOnlyList<string> ExcludedFeatures { get; init; } = [];

    /// <summary>
    /// Latent factors bring candidates of their own in catalogues up to this many items; above, they only judge. Default 5,000.
    /// </summary>
    public int MaxItemsOfLatentCandidates { get; init; } = 5_000;

    /// <summary>
    /// After this many newer acts, an act counts half in what is like the latest acts. Default 1; above 0, at most 1,000.
    /// </summary>
    public float RecentHalfLife { get; init; } = 1f;

    /// <summary>
    /// Which acts are held out to train the rankers: Time (the latest of all), UserLatest (the latest of each user), UserRandom (a random part
    /// of each user's) or Automatic (by time where 90 % or more have dates, else at random). Default Automatic, which is right for a shop.
    /// </summary>
    public HoldoutKind HoldoutBy { get; init; } = HoldoutKind.Automatic;

    /// <summary>
    /// The share of each user's acts that is held out to train the rankers, where the holdout is not by time. Default 0.1; 0.01 to 0.5.
    /// </summary>
    public double HoldoutFraction { get; init; } = 0.1;

    /// <summary>
    /// The share of the latest acts that is held out to train the rankers, where the holdout is by time. Default 0.2; 0.01 to 0.5.
    /// </summary>
    public double TimeHoldoutFraction { get; init; } = 0.2;

    /// <summary>
    /// How relevant a held-out item with fewer than 5 users is, where others are 1: it gains 2 to the power of this, minus 1. Default 1.6;
    /// 1 to 4.
    /// </summary>
    public float ColdLabel { get; init; } = 1.6f;

    /// <summary>
    /// The share of the overall NDCG, on queries held out while training, that raising items with fewer than 5 users may cost; they are
    /// raised where the engine is otherwise below a single source for them. Default 0.005; 0 to 0.5.
    /// </summary>
    public double ColdBoostTolerance { get; init; } = 0.005;

    /// <summary>
    /// The share of the items that is hidden wholly to learn how cold items rank, where the holdout is not by time. Default 0.05; 0 to 0.5.
    /// </summary>
    public double HiddenItemFraction { get; init; } = 0.05;

    /// <summary>
    /// Inner holdouts that the rankers learn from, where they are at random. Each can then be small, so that the sources are about as
    /// good on its train part as on all data. Default 3; 1 to 20.
    /// </summary>
    public int Folds { get; init; } = 3;

    /// <summary>Users of all inner holdouts together that the rankers learn from at most. Default 9,000; 10 to 1,000,000.</summary>
    public int MaxUsers { get; init; } = 9_000;

    /// <summary>Data with fewer interactions trains no rankers: the engine is then the blend. Default 1,000; at least 50.</summary>
    public int MinInteractions { get; init; } = 1_000;

    /// <summary>Time that choosing the settings of the sources may take; 0 keeps them. Default 60 s; 0 to a day.</summary>
    public TimeSpan TuningBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Users that a setting is judged by at most. Default 2,000; 10 to 1,000,000.</summary>
    public int TuningUsers { get; init; } = 2_000;

    /// <summary>Settings of the pre-ranker.</summary>
    public LogisticRegressionOptions PreRanker { get; init; } = new();

    /// <summary>
    /// Final rankers of which the mean serves, each validated by another part of the users and the hidden items than it learns from. Twice
    /// as many where they learn from fewer than half of MaxUsers, as each is then less certain and costs less, but 20 users or more can
    /// validate each. Default 4; 1 to 16.
    /// </summary>
    public int FinalRankers { get; init; } = 4;

    /// <summary>Settings of each final ranker.</summary>
    public LambdaMartOptions FinalRanker { get; init; } = new();

    /// <summary>The settings for rankers that learn from so many users of all inner holdouts together.</summary>
    internal EngineOptions ForUsers(int users) => users < MaxUsers / 2 && users >= 2 * FinalRankers * MinValidatingUsers
        ? this with { FinalRankers = 2 * FinalRankers }
        : this;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(CandidatesPerSource is >= 10 and <= 5_000, "Engine.CandidatesPerSource", CandidatesPerSource, "10 to 5000");
        OptionRule.Require(Candidates is >= 10 and <= 20_000, "Engine.Candidates", Candidates, "10 to 20000");
        OptionRule.Require(PreRanked is >= 10 and <= 5_000, "Engine.PreRanked", PreRanked, "10 to 5000");
        OptionRule.Require(
            MaxItemsOfLatentCandidates >= 0, "Engine.MaxItemsOfLatentCandidates", MaxItemsOfLatentCandidates, "at least 0");
        OptionRule.Require(RecentHalfLife is > 0 and <= 1_000, "Engine.RecentHalfLife", RecentHalfLife, "above 0, at most 1000");
        OptionRule.Require(Enum.IsDefined(HoldoutBy), "Engine.HoldoutBy", HoldoutBy, "Automatic, Time, UserLatest or UserRandom");
        OptionRule.Require(HoldoutFraction is >= 0.01 and <= 0.5, "Engine.HoldoutFraction", HoldoutFraction, "0.01 to 0.5");
        OptionRule.Require(TimeHoldoutFraction is >= 0.01 and <= 0.5, "Engine.TimeHoldoutFraction", TimeHoldoutFraction, "0.01 to 0.5");
        OptionRule.Require(ColdLabel is >= 1 and <= 4, "Engine.ColdLabel", ColdLabel, "1 to 4");
        OptionRule.Require(ColdBoostTolerance is >= 0 and <= 0.5, "Engine.ColdBoostTolerance", ColdBoostTolerance, "0 to 0.5");
        OptionRule.Require(HiddenItemFraction is >= 0 and <= 0.5, "Engine.HiddenItemFraction", HiddenItemFraction, "0 to 0.5");
        OptionRule.Require(Folds is >= 1 and <= 20, "Engine.Folds", Folds, "1 to 20");
        OptionRule.Require(MaxUsers is >= 10 and <= 1_000_000, "Engine.MaxUsers", MaxUsers, "10 to 1000000");
        OptionRule.Require(FinalRankers is >= 1 and <= 16, "Engine.FinalRankers", FinalRankers, "1 to 16");
        OptionRule.Require(MinInteractions >= 50, "Engine.MinInteractions", MinInteractions, "at least 50");
        OptionRule.Require(TuningBudget >= TimeSpan.Zero && TuningBudget <= TimeSpan.FromDays(1), "Engine.TuningBudget", TuningBudget, "0 to a day");
        OptionRule.Require(TuningUsers is >= 10 and <= 1_000_000, "Engine.TuningUsers", TuningUsers, "10 to 1000000");
        OptionRule.Require(ExcludedSources is not null, "Engine.ExcludedSources", "null", "a list");
        foreach (var name in ExcludedSources!)
            OptionRule.Require(SourceSet.OptionalNames.Contains(name), "Engine.ExcludedSources", name, $"of {string.Join(", ", SourceSet.OptionalNames)}");
        OptionRule.Require(ExcludedFeatures is not null, "Engine.ExcludedFeatures", "null", "a list");
        foreach (var group in ExcludedFeatures!)
        {
            OptionRule.Require(
                EngineFeatures.GroupNames.Contains(group), "Engine.ExcludedFeatures", group, $"of {string.Join(", ", EngineFeatures.GroupNames)}");
        }

        PreRanker.Validate();
        FinalRanker.Validate();
    }
}
