namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="ColdStartSource"/>; the fields of a book are weighted by <see cref="ContentOptions"/>.</summary>
public sealed record ColdStartOptions
{
    /// <summary>An item is cold with fewer users than this. Default 5; 1 to 1,000,000.</summary>
    public int ColdBelow { get; init; } = 5;

    /// <summary>Items with users that a cold item learns from, the most alike first. Default 200; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 200;

    /// <summary>Items that often go with one of the history, and stand for it. Default 10; 0 to 10,000.</summary>
    public int Companions { get; init; } = 10;

    /// <summary>What a companion counts, beside 1 for the item of the history itself. Default 0.5; 0 (likeness alone) to 10.</summary>
    public float CompanionWeight { get; init; } = 0.5f;

    /// <summary>Items of a history that argue for a cold item, the strongest first; bounds the model. Default 400; 1 to 100,000.</summary>
    public int MaxArguments { get; init; } = 400;

    /// <summary>
    /// How much less each argument counts for a cold item that resembles many: divides by this power of the sum of its likenesses.
    /// Default 0.5; 0 (sums) to 1 (means).
    /// </summary>
    public float Normalization { get; init; } = 0.5f;

    /// <summary>
    /// Regularisation of the regression from content to factors, beside the likeness of 1 that an item has to itself. Default 10; above 0,
    /// to 1,000,000.
    /// </summary>
    public float FactorRidge { get; init; } = 10f;

    /// <summary>How companions are found; an item itself is among them.</summary>
    internal ItemToItemOptions Search => new() { Neighbours = Companions + 1 };

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(ColdBelow is >= 1 and <= 1_000_000, "ColdStart.ColdBelow", ColdBelow, "1 to 1000000");
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "ColdStart.Neighbours", Neighbours, "1 to 10000");
        OptionRule.Require(Companions is >= 0 and <= 10_000, "ColdStart.Companions", Companions, "0 to 10000");
        OptionRule.Require(CompanionWeight is >= 0 and <= 10, "ColdStart.CompanionWeight", CompanionWeight, "0 to 10");
        OptionRule.Require(Normalization is >= 0 and <= 1, "ColdStart.Normalization", Normalization, "0 to 1");
        OptionRule.Require(FactorRidge is > 0 and <= 1e6f, "ColdStart.FactorRidge", FactorRidge, "above 0, to 1000000");
        OptionRule.Require(MaxArguments is >= 1 and <= 100_000, "ColdStart.MaxArguments", MaxArguments, "1 to 100000");
    }
}
