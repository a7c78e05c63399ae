using System.Diagnostics;

namespace Orleans.Runtime.Local;

/// <summary>A method of a grain interface.</summary>
internal abstract class GrainMethod(string name, bool alwaysInterleave, bool isReadOnly)
{
    // Above this a caller that fans out would lose more by running turns itself than it saves by not changing threads.
    private static readonly long InlineLimit = Stopwatch.Frequency / 20_000;

    private long _averageFirstTurn;

    /// <summary>The method may run beside any other.</summary>
    internal bool AlwaysInterleave { get; } = alwaysInterleave;

    /// <summary>The method may run beside others of its kind.</summary>
    internal bool IsReadOnly { get; } = isReadOnly;

    /// <summary>True while first turns of this method take less than 50 µs on average.</summary>
    internal bool IsShort => Volatile.Read(ref _averageFirstTurn) < InlineLimit;

    /// <summary>Interface and method.</summary>
    public override string ToString() => name;

    /// <summary>Notes how long a first turn took; losing a note to another thread does no harm.</summary>
    internal void NoteFirstTurn(long duration)
    {
        var sample = Math.Min(duration, 4 * InlineLimit);
        var average = Volatile.Read(ref _averageFirstTurn);
        Volatile.Write(ref _averageFirstTurn, average + ((sample - average) / 8));
    }
}
