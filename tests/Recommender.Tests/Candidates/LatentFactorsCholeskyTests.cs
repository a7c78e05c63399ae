using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class LatentFactorsCholeskyTests() : LatentFactorsSourceTests(LatentFactorsSolver.Cholesky, useWeights: true);
