using BookRecs.Grains;

namespace BookRecs.Silo.Startup;

/// <summary>What a start without any data does. Section <c>BookRecs:FirstStart</c>.</summary>
internal sealed record FirstStartOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:FirstStart";

    /// <summary>Whether a synthetic shop is generated; otherwise the service waits for data: true.</summary>
    public bool Generate { get; init; } = true;

    /// <summary>Readers of the synthetic shop: 2,000, from 10 to 1,000,000.</summary>
    public int Users { get; init; } = 2_000;

    /// <summary>Books of the synthetic shop: 3,000, from 10 to 1,000,000.</summary>
    public int Items { get; init; } = 3_000;

    /// <summary>Acts of the synthetic shop: 60,000, from 100 to 100,000,000.</summary>
    public int Interactions { get; init; } = 60_000;

    /// <summary>Everything random in the synthetic shop is drawn from this: 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.Between(nameof(Users), Users, 10, 1_000_000);
        check.Between(nameof(Items), Items, 10, 1_000_000);
        check.Between(nameof(Interactions), Interactions, 100, 100_000_000);
        return check.Failures;
    }
}
