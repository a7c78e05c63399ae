using BookRecs.Cli.Output;

namespace BookRecs.Cli.Forecast;

/// <summary>Shows how many series are done.</summary>
internal sealed class SeriesProgress(IProgressSteps steps, string title, int total) : IProgress<int>, IDisposable
{
    private readonly IProgressStep _step = steps.Begin(title, ProgressUnit.Rows, total);
    private readonly Lock _lock = new();
    private int _most;

    /// <summary>Reports of several threads may come late: only a higher count is shown.</summary>
    public void Report(int value)
    {
        lock (_lock)
        {
            if (value <= _most)
                return;
            _most = value;
            _step.Report(value, value);
        }
    }

    public void Dispose() => _step.Dispose();
}
