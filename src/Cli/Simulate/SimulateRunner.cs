using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Data;

namespace BookRecs.Cli.Simulate;

/// <summary>Does what <see cref="SimulateOptions"/> say.</summary>
internal sealed class SimulateRunner(Terminal terminal)
{
    private static readonly TimeSpan ShowInterval = TimeSpan.FromMilliseconds(200);

    public async Task<int> RunAsync(SimulateOptions options, CancellationToken cancellationToken)
    {
        await using IReplaySink sink = options.Target.Brokers is null ? new HttpSink(options.Target, terminal.Time) : new KafkaSink(options.Target);
        var (undated, elapsed) = await terminal.Progress.RunAsync(steps => RunAsync(options, sink, steps, cancellationToken));
        var totals = sink.Totals;
        if (undated > 0)
            terminal.Error.WriteLine($"left out: {Quantities.Count(undated)} acts without a date");
        terminal.Out.WriteLine($"{Describe(totals)}, in {Quantities.Duration(elapsed)}: {Quantities.Count((long)(totals.Sent / elapsed.TotalSeconds))} a second");
        terminal.Out.WriteLine($"their transaction ids begin with {options.Run}-; sending them again with --run {options.Run} changes nothing");
        return totals.Failed == 0 && totals.Lag is null or 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static string Describe(ReplayTotals totals) =>
        $"sent {Quantities.Count(totals.Sent)}, acknowledged {Quantities.Count(totals.Acknowledged)}, failed {Quantities.Count(totals.Failed)}, "
        + $"lag {(totals.Lag is { } lag ? Quantities.Count(lag) : "unknown")}";

    private async Task<(long Undated, TimeSpan Elapsed)> RunAsync(
        SimulateOptions options, IReplaySink sink, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var (acts, undated) = await Task.Run(() => ReplaySource.ReadAsync(options, steps, cancellationToken), cancellationToken);
        var schedule = new ReplaySchedule(acts, options.Rate, options.RealTimeFactor);
        using var step = steps.Begin("replay", ProgressUnit.Rows, acts.Count);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = ShowAsync(sink, step, ended.Token);
        var began = terminal.Time.GetTimestamp();
        try
        {
            await SendAsync(options.Run, acts, schedule, sink, cancellationToken);
            await sink.FlushAsync(cancellationToken);
            var elapsed = terminal.Time.GetElapsedTime(began);
            await WaitForLagAsync(sink, options.Wait, cancellationToken);
            return (undated, elapsed);
        }
        finally
        {
            await ended.CancelAsync();
            await showing;
        }
    }

    private async Task SendAsync(
        string run, IReadOnlyList<Interaction> acts, ReplaySchedule schedule, IReplaySink sink, CancellationToken cancellationToken)
    {
        using var disturbed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, sink.Broken);
        var began = terminal.Time.GetTimestamp();
        for (var place = 0; place < acts.Count; place++)
        {
            var wait = schedule.DueAt(place) - terminal.Time.GetElapsedTime(began);
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, terminal.Time, disturbed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            await sink.SendAsync(new ReplayAct(FormattableString.Invariant($"{run}-{place + 1:000000}"), acts[place]), cancellationToken);
        }
    }

    private async Task WaitForLagAsync(IReplaySink sink, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        using var timer = new PeriodicTimer(ShowInterval, terminal.Time);
        while (sink.Totals.Lag > 0 && terminal.Time.GetElapsedTime(began) < patience)
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    private async Task ShowAsync(IReplaySink sink, IProgressStep step, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ShowInterval, terminal.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var totals = sink.Totals;
                step.Describe(Describe(totals));
                step.Report(totals.Sent, totals.Sent);
            }
        }
        catch (OperationCanceledException)
        {
            // The replay has ended.
        }
    }
}
