namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="ItemToItemSource"/>.</summary>
public sealed record ItemToItemOptions
{
    /// <summary>How interactions are weighted. Default <see cref="ItemWeighting.Bm25"/>.</summary>
    public ItemWeighting Weighting { get; init; } = ItemWeighting.Bm25;

    /// <summary>Neighbours kept of each item, the item itself among them. Default 10; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>BM25: how far repeated evidence adds up. Default 1.2; 0 to 1,000.</summary>
    public float K1 { get; init; } = 1.2f;

    /// <summary>BM25: how far an item's number of users is held against it. Default 0.2; 0 to 1.</summary>
    public float B { get; init; } = 0.2f;

    /// <summary>
    /// Cosine and TF-IDF: users of its own that every item is given beside those it has, so that items of few users are seldom alike by
    /// chance. Default 0; 0 to 1,000,000.
    /// </summary>
    public float Damping { get; init; }

    /// <summary>True to let the weight of an interaction count, false to let every interaction count 1. Default false.</summary>
    public bool UseWeights { get; init; }

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Enum.IsDefined(Weighting), "ItemToItem.Weighting", Weighting, "Cosine, TfIdf or Bm25");
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "ItemToItem.Neighbours", Neighbours, "1 to 10000");
        OptionRule.Require(K1 is >= 0 and <= 1_000, "ItemToItem.K1", K1, "0 to 1000");
        OptionRule.Require(Damping is >= 0 and <= 1e6f, "ItemToItem.Damping", Damping, "0 to 1000000");
        OptionRule.Require(B is >= 0 and <= 1, "ItemToItem.B", B, "0 to 1");
    }
}
