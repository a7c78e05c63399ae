using BookRecs.Cli.Output;

namespace BookRecs.Cli.Tests.Support;

/// <summary>Shows nothing, and stops the verb when a step first reports how far it is.</summary>
internal sealed class StopAtFirstReport : IProgressDisplay, IProgressSteps, IProgressStep
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>What the verb is stopped by.</summary>
    public CancellationToken Token => _stop.Token;

    public Task<T> RunAsync<T>(Func<IProgressSteps, Task<T>> work) => work(this);

    public IProgressStep Begin(string title, ProgressUnit unit, long? total) => this;

    public void Report(long done, long rows) => _stop.Cancel();

    public void Describe(string title)
    {
    }

    public void Dispose()
    {
    }
}
