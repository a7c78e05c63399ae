using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>The engine keeps every promise of a source, with rankers trained on as little as they can be.</summary>
public sealed class EngineBehaviourTests : CandidateSourceBehaviour
{
    protected override string Model => EngineSource.SourceName;

    protected override CandidateOptions Options { get; } = new()
    {
        LatentFactors = new LatentFactorsOptions { Factors = 8, Iterations = 2 },
        Engine = new EngineOptions
        {
            CandidatesPerSource = 30,
            Candidates = 80,
            PreRanked = 20,
            MinInteractions = 50,
            HoldoutFraction = 0.3,
            Folds = 1,
            TuningBudget = TimeSpan.Zero,
            FinalRanker = new LambdaMartOptions { Trees = 8, Leaves = 4, MinRowsInLeaf = 5 },
        },
    };

    [Fact]
    public void Fit_OnAToyShop_TrainsRankers() => Assert.NotNull(Fit(ToyShop.Random(3, users: 150, items: 200)).Engine!.Rankers);
}
