using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class LatentFactorsConjugateGradientTests()
    : LatentFactorsSourceTests(LatentFactorsSolver.ConjugateGradient, useWeights: false);
