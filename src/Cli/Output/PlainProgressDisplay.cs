namespace BookRecs.Cli.Output;

/// <summary>Progress for logs and pipes: a line every ten seconds, and one at the end of a step that took so long.</summary>
internal sealed class PlainProgressDisplay(TextWriter output, TimeProvider time) : IProgressDisplay, IProgressSteps
{
    /// <summary>Time between two lines of a step.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private readonly TimeProvider _time = time;

    public Task<T> RunAsync<T>(Func<IProgressSteps, Task<T>> work) => work(this);

    public IProgressStep Begin(string title, ProgressUnit unit, long? total) => new Step(this, title, unit, total);

    private sealed class Step(PlainProgressDisplay display, string title, ProgressUnit unit, long? total) : IProgressStep
    {
        private string _title = title;
        private readonly long _began = display._time.GetTimestamp();
        private long _lastLine = display._time.GetTimestamp();

        public void Report(long done, long rows)
        {
            var now = display._time.GetTimestamp();
            var last = Interlocked.Read(ref _lastLine);
            if (display._time.GetElapsedTime(last, now) < Interval
                || Interlocked.CompareExchange(ref _lastLine, now, last) != last)
                return;
            var elapsed = display._time.GetElapsedTime(_began, now);
            display._output.WriteLine($"{_title}: {Quantities.Progress(unit, done, total, rows, elapsed)}");
        }

        public void Describe(string title) => Volatile.Write(ref _title, title);

        public void Dispose()
        {
            var elapsed = display._time.GetElapsedTime(_began);
            if (elapsed >= Interval)
                display._output.WriteLine($"{_title}: done in {Quantities.Duration(elapsed)}");
        }
    }
}
