using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>A setting of one source and the values worth trying.</summary>
internal sealed record TuningAxis(
    string Source, string Setting, double[] Values, Func<CandidateOptions, double> Read, Func<CandidateOptions, double, CandidateOptions> With)
{
    private const string RidgeSetting = "SparseLinear.Regularization";

    /// <summary>True for the ridge of the sparse linear model, whose values can be tried together.</summary>
    public bool IsRidge => Setting == RidgeSetting;

    /// <summary>In the order they are tried: what matters most and costs least comes first.</summary>
    public static IReadOnlyList<TuningAxis> All { get; } =
    [
        new(
            SparseLinearSource.SourceName,
            RidgeSetting,
            [10, 20, 40, 100],
            static options => options.SparseLinear.Regularization,
            static (options, value) => options with { SparseLinear = options.SparseLinear with { Regularization = (float)value } }),
        new(
            SparseLinearSource.SourceName,
            "SparseLinear.PopularityExponent",
            [0, 0.1, 0.2, 0.3],
            static options => options.SparseLinear.PopularityExponent,
            static (options, value) => options with { SparseLinear = options.SparseLinear with { PopularityExponent = (float)value } }),
        new(
            SparseLinearSource.SourceName,
            "SparseLinear.UserExponent",
            [0.25, 0.5, 0.75],
            static options => options.SparseLinear.UserExponent,
            static (options, value) => options with { SparseLinear = options.SparseLinear with { UserExponent = (float)value } }),
        new(
            SparseLinearSource.SourceName,
            "SparseLinear.DropoutOdds",
            [0, 0.08],
            static options => options.SparseLinear.DropoutOdds,
            static (options, value) => options with { SparseLinear = options.SparseLinear with { DropoutOdds = (float)value } }),
        new(
            SparseLinearSource.SourceName,
            "SparseLinear.NeighbourDamping",
            [0, 30],
            static options => options.SparseLinear.NeighbourDamping,
            static (options, value) => options with { SparseLinear = options.SparseLinear with { NeighbourDamping = (float)value } }),
        new(
            LatentFactorsSource.SourceName,
            "LatentFactors.Regularization",
            [20, 80, 320],
            static options => options.LatentFactors.Regularization,
            static (options, value) => options with { LatentFactors = options.LatentFactors with { Regularization = (float)value } }),
    ];
}
