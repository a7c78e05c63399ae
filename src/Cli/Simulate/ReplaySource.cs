using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Cli.Reading;
using BookRecs.Recommender.Data;

namespace BookRecs.Cli.Simulate;

/// <summary>Reads the acts to replay: the latest by date, the oldest of them first. Holds no more than those.</summary>
internal static class ReplaySource
{
    private const int ReportRows = 20_000;

    /// <summary>Reads a file or a shop.</summary>
    /// <returns>The acts, and how many have no date and are left out.</returns>
    /// <exception cref="InputException">There is none to replay.</exception>
    public static async Task<(IReadOnlyList<Interaction> Acts, long Undated)> ReadAsync(
        SimulateOptions options, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var (acts, undated) = options.File is { } file ? ReadFile(file, options.Last, steps, cancellationToken) : await ReadShopAsync(options, steps, cancellationToken);
        return acts.Count > 0
            ? (acts, undated)
            : throw new InputException($"--from is '{(object?)options.File ?? options.Shop}'; it must hold at least one act with a date");
    }

    private static (IReadOnlyList<Interaction> Acts, long Undated) ReadFile(
        FileInfo file, int last, IProgressSteps steps, CancellationToken cancellationToken)
    {
        using var progress = new ReadingProgress(steps);
        var reader = CanonicalFiles.Open(file, null, progress, cancellationToken);
        var found = Latest(reader.Interactions(), last, cancellationToken);
        CanonicalFiles.RefuseWhenNothingWasRead("--from", reader.Rejects);
        return found;
    }

    private static async Task<(IReadOnlyList<Interaction> Acts, long Undated)> ReadShopAsync(
        SimulateOptions options, IProgressSteps steps, CancellationToken cancellationToken)
    {
        await using var shop = await options.Shop!.OpenReadOnlyAsync(cancellationToken);
        var summary = await shop.Log.GetSummaryAsync(cancellationToken);
        using var step = steps.Begin("read the shop", ProgressUnit.Rows, summary.Transactions);
        return Latest(Reported(shop.Log.ReadInteractions(cancellationToken), step), options.Last, cancellationToken);
    }

    private static IEnumerable<Interaction> Reported(IEnumerable<Interaction> acts, IProgressStep step)
    {
        var rows = 0L;
        foreach (var act in acts)
        {
            if (++rows % ReportRows == 0)
                step.Report(rows, rows);
            yield return act;
        }
    }

    private static (IReadOnlyList<Interaction> Acts, long Undated) Latest(IEnumerable<Interaction> acts, int last, CancellationToken cancellationToken)
    {
        // The oldest of the latest is at the head; acts of the same moment keep their order.
        var latest = new PriorityQueue<Interaction, (DateTimeOffset OccurredAt, long Place)>();
        var (undated, place) = (0L, 0L);
        foreach (var act in acts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (act.OccurredAt is not { } occurredAt)
            {
                undated++;
                continue;
            }

            if (latest.Count < last)
                latest.Enqueue(act, (occurredAt, place++));
            else
                latest.EnqueueDequeue(act, (occurredAt, place++));
        }

        var ordered = new List<Interaction>(latest.Count);
        while (latest.TryDequeue(out var act, out _))
            ordered.Add(act);
        return (ordered, undated);
    }
}
