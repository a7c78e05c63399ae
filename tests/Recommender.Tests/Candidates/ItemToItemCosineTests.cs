using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ItemToItemCosineTests() : ItemToItemSourceTests(ItemWeighting.Cosine, useWeights: false);
