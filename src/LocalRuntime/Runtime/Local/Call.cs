namespace Orleans.Runtime.Local;

/// <summary>A unit of work for a target: a grain call, or a tick of a timer.</summary>
internal abstract class Call
{
    private static readonly Action<object?> RunTurn = static state => ((Call)state!).Run();

    /// <summary>The target that runs the call; null while it waits.</summary>
    internal CallTarget? Target { get; set; }

    /// <summary>The call may run beside any other.</summary>
    internal abstract bool AlwaysInterleave { get; }

    /// <summary>The call may run beside others of its kind.</summary>
    internal abstract bool IsReadOnly { get; }

    /// <summary>The mailbox's bound counts for the call.</summary>
    internal abstract bool IsBounded { get; }

    /// <summary>The call keeps an activation from being idle.</summary>
    internal abstract bool CountsAsUse { get; }

    /// <summary>Nobody waits for the call any more.</summary>
    internal abstract bool IsAnswered { get; }

    internal Task CreateTurn() => new(RunTurn, this);

    /// <summary>Prepares the call for being answered from another thread. Must come before it is shown to one.</summary>
    internal abstract void PromiseAnswer();

    /// <summary>Answers a call that waits with an error.</summary>
    internal abstract void Fail(Exception error);

    /// <summary>The first turn of the call.</summary>
    protected abstract void Run();
}
