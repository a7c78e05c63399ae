using BookRecs.Recommender.Data;

namespace BookRecs.Cli.Simulate;

/// <summary>When each act of a replay is due.</summary>
/// <param name="acts">The acts, the oldest first, all with dates.</param>
/// <param name="rate">Acts a second, or null for the real gaps.</param>
/// <param name="realTimeFactor">What the real gaps are divided by; null counts as 1.</param>
internal sealed class ReplaySchedule(IReadOnlyList<Interaction> acts, double? rate, double? realTimeFactor)
{
    /// <summary>How long the replay takes.</summary>
    public TimeSpan Duration => DueAt(acts.Count - 1);

    /// <summary>When an act is due, counted from the beginning.</summary>
    public TimeSpan DueAt(int place) => rate is { } perSecond
        ? TimeSpan.FromSeconds(place / perSecond)
        : (acts[place].OccurredAt!.Value - acts[0].OccurredAt!.Value) / (realTimeFactor ?? 1);
}
