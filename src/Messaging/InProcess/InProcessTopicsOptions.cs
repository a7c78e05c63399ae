using BookRecs.Grains;

namespace BookRecs.Messaging.InProcess;

/// <summary>Settings of the topics within one process. Section <c>BookRecs:Messaging</c>.</summary>
public sealed record InProcessTopicsOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Messaging";

    /// <summary>Records a consumer group may be behind before publishers wait: 1,000, from 1 to 1,000,000.</summary>
    public int Capacity { get; init; } = 1_000;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.Between(nameof(Capacity), Capacity, 1, 1_000_000);
        return check.Failures;
    }
}
