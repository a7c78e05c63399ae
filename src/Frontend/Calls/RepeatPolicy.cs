namespace BookRecs.Frontend.Calls;

/// <summary>How a call that does the same when done twice is repeated while silos come and go.</summary>
/// <param name="Deadline">How long all tries together may take.</param>
/// <param name="Patience">How long a try may be silent before another is sent beside it; each further one waits longer by this.</param>
/// <param name="MaxTries">How many tries there are at most.</param>
internal readonly record struct RepeatPolicy(TimeSpan Deadline, TimeSpan Patience, int MaxTries)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>One repeat, and only of a call that failed.</summary>
    public static RepeatPolicy Once(TimeSpan deadline) => new(deadline, deadline, 2);

    /// <summary>Repeats until the deadline.</summary>
    public static RepeatPolicy Until(TimeSpan deadline, TimeSpan patience) => new(deadline, patience, int.MaxValue);

    /// <summary>The pause after so many tries.</summary>
    public static TimeSpan PauseAfter(int tries) => tries < 5 ? FirstPause * (1 << (tries - 1)) : LongestPause;
}
