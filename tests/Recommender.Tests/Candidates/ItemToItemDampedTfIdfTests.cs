using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ItemToItemDampedTfIdfTests() : ItemToItemSourceTests(ItemWeighting.TfIdf, useWeights: true, damping: 5);
