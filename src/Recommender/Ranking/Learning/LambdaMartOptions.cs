using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Settings of <see cref="LambdaMart"/>.</summary>
public sealed record LambdaMartOptions
{
    /// <summary>The most leaves of a tree; up to 32 are scored by the fast kernel.</summary>
    public const int MaxLeaves = 256;

    /// <summary>What the trees are fitted to. Default <see cref="BoostingObjective.LambdaRank"/>.</summary>
    public BoostingObjective Objective { get; init; } = BoostingObjective.LambdaRank;

    /// <summary>The most trees; fewer when validation stops earlier. Default 250; 1 to 10,000.</summary>
    public int Trees { get; init; } = 250;

    /// <summary>Leaves of a tree. Default 16; 2 to 256, above 32 scores several times slower.</summary>
    public int Leaves { get; init; } = 16;

    /// <summary>What a tree counts for. Default 0.05; above 0, at most 1.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Rows that a leaf must hold. Default 100; 1 to 1,000,000.</summary>
    public int MinRowsInLeaf { get; init; } = 100;

    /// <summary>Sum of second derivatives that a leaf must hold. Default 0.001; 0 to 1,000,000.</summary>
    public double MinHessianInLeaf { get; init; } = 0.001;

    /// <summary>Regularisation of the leaf values. Default 1; 0 to 1,000,000.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Bins of a feature, one of them for missing values. Default 128; 3 to 256.</summary>
    public int MaxBins { get; init; } = 128;

    /// <summary>The share of features that a tree may use. Default 0.3; above 0, at most 1.</summary>
    public double FeatureFraction { get; init; } = 0.3;

    /// <summary>The share of queries that a tree learns from. Default 0.5; above 0, at most 1.</summary>
    public double QueryFraction { get; init; } = 0.5;

    /// <summary>Places that count while learning: gradients are those of NDCG at this place. Default 30; 1 to 1,000.</summary>
    public int Truncation { get; init; } = 30;

    /// <summary>
    /// Whether the gradients of a query are scaled down the more they are, so that long queries do not rule. Default true.
    /// </summary>
    public bool NormalizeQueries { get; init; } = true;

    /// <summary>Places of the validation NDCG. Default 10; 1 to 1,000.</summary>
    public int ValidationPlaces { get; init; } = 10;

    /// <summary>Trees without a better validation NDCG after which learning stops; 0 never does. Default 50; 0 to 10,000.</summary>
    public int EarlyStoppingRounds { get; init; } = 50;

    /// <summary>
    /// The trees to keep are chosen by the validation NDCG averaged over this many trees up to each: of a few queries it is noisy, and its
    /// highest peak is often luck. Default 20; 1 (each by itself) to 1,000.
    /// </summary>
    public int ValidationSmoothing { get; init; } = 20;

    /// <summary>Features that may only raise the score. Default none.</summary>
    public IReadOnlyList<string> Increasing { get; init; } = [];

    /// <summary>Features that may only lower the score. Default none.</summary>
    public IReadOnlyList<string> Decreasing { get; init; } = [];

    /// <summary>Which queries and features a tree learns from is drawn from this. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Enum.IsDefined(Objective), "LambdaMart.Objective", Objective, "LambdaRank or Logistic");
        OptionRule.Require(Trees is >= 1 and <= 10_000, "LambdaMart.Trees", Trees, "1 to 10000");
        OptionRule.Require(Leaves is >= 2 and <= MaxLeaves, "LambdaMart.Leaves", Leaves, "2 to 256");
        OptionRule.Require(LearningRate is > 0 and <= 1, "LambdaMart.LearningRate", LearningRate, "above 0 and at most 1");
        OptionRule.Require(MinRowsInLeaf is >= 1 and <= 1_000_000, "LambdaMart.MinRowsInLeaf", MinRowsInLeaf, "1 to 1000000");
        OptionRule.Require(MinHessianInLeaf is >= 0 and <= 1e6, "LambdaMart.MinHessianInLeaf", MinHessianInLeaf, "0 to 1000000");
        OptionRule.Require(L2 is >= 0 and <= 1e6, "LambdaMart.L2", L2, "0 to 1000000");
        OptionRule.Require(MaxBins is >= 3 and <= 256, "LambdaMart.MaxBins", MaxBins, "3 to 256");
        OptionRule.Require(FeatureFraction is > 0 and <= 1, "LambdaMart.FeatureFraction", FeatureFraction, "above 0 and at most 1");
        OptionRule.Require(QueryFraction is > 0 and <= 1, "LambdaMart.QueryFraction", QueryFraction, "above 0 and at most 1");
        OptionRule.Require(Truncation is >= 1 and <= 1_000, "LambdaMart.Truncation", Truncation, "1 to 1000");
        OptionRule.Require(ValidationPlaces is >= 1 and <= 1_000, "LambdaMart.ValidationPlaces", ValidationPlaces, "1 to 1000");
        OptionRule.Require(
            EarlyStoppingRounds is >= 0 and <= 10_000, "LambdaMart.EarlyStoppingRounds", EarlyStoppingRounds, "0 to 10000");
        OptionRule.Require(
            ValidationSmoothing is >= 1 and <= 1_000, "LambdaMart.ValidationSmoothing", ValidationSmoothing, "1 to 1000");
        OptionRule.Require(Increasing is not null, "LambdaMart.Increasing", "null", "a list");
        OptionRule.Require(Decreasing is not null, "LambdaMart.Decreasing", "null", "a list");
        foreach (var name in Increasing!.Intersect(Decreasing!, StringComparer.Ordinal))
            OptionRule.Require(false, "LambdaMart.Decreasing", name, "absent from LambdaMart.Increasing");
    }

    /// <summary>Direction of each feature: 1 may only raise the score, −1 only lower it, 0 both.</summary>
    /// <exception cref="ArgumentException">A constraint names no feature.</exception>
    internal sbyte[] DirectionsOf(IReadOnlyList<string> features)
    {
        var directions = new sbyte[features.Count];
        Mark(Increasing, "LambdaMart.Increasing", 1);
        Mark(Decreasing, "LambdaMart.Decreasing", -1);
        return directions;

        void Mark(IReadOnlyList<string> names, string setting, sbyte direction)
        {
            foreach (var name in names)
            {
                var feature = Enumerable.Range(0, features.Count).FirstOrDefault(index => features[index] == name, -1);
                OptionRule.Require(feature >= 0, setting, name, $"one of {string.Join(", ", features)}");
                directions[feature] = direction;
            }
        }
    }
}
