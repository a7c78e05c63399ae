using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ItemToItemTfIdfTests() : ItemToItemSourceTests(ItemWeighting.TfIdf, useWeights: true);
