namespace BookRecs.Recommender.Candidates;

/// <summary>Settings of <see cref="Rp3BetaSource"/>.</summary>
public sealed record Rp3BetaOptions
{
    /// <summary>Power of the steps' probabilities: 1 is the plain random walk. Default 0.3; 0 to 10.</summary>
    public float Alpha { get; init; } = 0.3f;

    /// <summary>How far an item's number of users is held against it. Default 0.3; 0 to 10.</summary>
    public float Beta { get; init; } = 0.3f;

    /// <summary>Neighbours kept of each item. Default 20; 1 to 10,000.</summary>
    public int Neighbours { get; init; } = 20;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Alpha is >= 0 and <= 10, "Rp3Beta.Alpha", Alpha, "0 to 10");
        OptionRule.Require(Beta is >= 0 and <= 10, "Rp3Beta.Beta", Beta, "0 to 10");
        OptionRule.Require(Neighbours is >= 1 and <= 10_000, "Rp3Beta.Neighbours", Neighbours, "1 to 10000");
    }
}
