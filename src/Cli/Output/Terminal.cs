namespace BookRecs.Cli.Output;

/// <summary>Where a verb writes: results to <see cref="Out"/>, messages and progress to <see cref="Error"/>.</summary>
/// <param name="Out">Results that a script may read.</param>
/// <param name="Error">Messages for people.</param>
/// <param name="Progress">Shows how far the work is.</param>
/// <param name="Time">The clock.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IProgressDisplay Progress, TimeProvider Time)
{
    /// <summary>The terminal of this process: bars when a person looks at stderr, occasional lines otherwise.</summary>
    public static Terminal OfProcess()
    {
        var time = TimeProvider.System;
        IProgressDisplay progress = Console.IsErrorRedirected
            ? new PlainProgressDisplay(Console.Error, time)
            : new BarProgressDisplay(Console.Error);
        return new Terminal(Console.Out, Console.Error, progress, time);
    }

    /// <summary>The present day in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    /// <summary>Says why the verb did not do its work.</summary>
    public void WriteError(string line) => Error.WriteLine($"bookrecs: {line}");
}
