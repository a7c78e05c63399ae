namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="CoPurchaseSource"/>.</summary>
public sealed record CoPurchaseOptions
{
    /// <summary>
    /// Two acts of a user belong together when they are at most this many days apart. Default 14; 0 (same moment) to 36,500.
    /// </summary>
    public double WindowDays { get; init; } = 14;

    /// <summary>Days after which a pair of acts counts half. Default 180; above 0 and at most 36,500.</summary>
    public double HalfLifeDays { get; init; } = 180;

    /// <summary>Added to what two items are worth apart, so that a single pair proves little. Default 1; 0 to 1,000.</summary>
    public float Shrinkage { get; init; } = 1f;

    /// <summary>Neighbours kept of each item. Default 50; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 50;

    /// <summary>The newest acts of a user that count; bounds time. Default 500; 2 to 100,000.</summary>
    public int MaxActsPerUser { get; init; } = 500;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(WindowDays is >= 0 and <= 36_500, "CoPurchase.WindowDays", WindowDays, "0 to 36500");
        OptionRule.Require(HalfLifeDays is > 0 and <= 36_500, "CoPurchase.HalfLifeDays", HalfLifeDays, "above 0 and at most 36500");
        OptionRule.Require(Shrinkage is >= 0 and <= 1_000, "CoPurchase.Shrinkage", Shrinkage, "0 to 1000");
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "CoPurchase.Neighbours", Neighbours, "1 to 10000");
        OptionRule.Require(MaxActsPerUser is >= 2 and <= 100_000, "CoPurchase.MaxActsPerUser", MaxActsPerUser, "2 to 100000");
    }
}
