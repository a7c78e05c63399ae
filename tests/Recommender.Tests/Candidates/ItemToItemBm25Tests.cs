using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ItemToItemBm25Tests() : ItemToItemSourceTests(ItemWeighting.Bm25, useWeights: false);
