using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ItemToItemDampedCosineTests() : ItemToItemSourceTests(ItemWeighting.Cosine, useWeights: false, damping: 5);
