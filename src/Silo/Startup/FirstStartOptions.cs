namespace BookRecs.Silo.Startup;

/// <summary>What a start without any data does. Section <c>BookRecs:FirstStart</c>.</summary>
internal sealed record FirstStartOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:FirstStart";

    /// <summary>Whether a synthetic shop is generated; otherwise the service waits for data: true.</summary>
    public bool Generate { get; init; } = true;
}
