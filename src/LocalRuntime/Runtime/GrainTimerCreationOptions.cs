using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>When a grain timer ticks, and what it may interleave with.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Options with both times.</summary>
    /// <param name="dueTime">Until the first tick.</param>
    /// <param name="period">From the end of a tick to the next.</param>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>
    /// Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> to start it later by <see cref="IGrainTimer.Change"/>.
    /// </summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>True lets a tick run beside calls; false treats it like a call of the grain. Default false.</summary>
    public bool Interleave { get; init; }

    /// <summary>True makes a tick count as use, so that the activation is not collected for idleness. Default false.</summary>
    public bool KeepAlive { get; init; }
}
