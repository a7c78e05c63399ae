namespace BookRecs.Grains.Recommendations;

/// <summary>How lists are made anew ahead of time when another model serves. Section <c>BookRecs:Refresh</c>.</summary>
public sealed record RefreshOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Refresh";

    /// <summary>Readers whose lists are made anew when a silo has loaded another model, those who asked last, to the minute: 1,000, from 0 to 100,000.</summary>
    public int Readers { get; init; } = 1_000;

    /// <summary>Lists made anew in a second at most: 100, from 1 to 10,000.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.Between(nameof(Readers), Readers, 0, 100_000);
        check.Between(nameof(PerSecond), PerSecond, 1, 10_000);
        return check.Failures;
    }
}
