using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ItemToItemWeightedBm25Tests() : ItemToItemSourceTests(ItemWeighting.Bm25, useWeights: true);
