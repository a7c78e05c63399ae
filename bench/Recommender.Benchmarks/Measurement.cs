using System.Diagnostics;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>Time and memory of one piece of work.</summary>
/// <param name="Seconds">The fastest run.</param>
/// <param name="SlowestSeconds">The slowest run.</param>
/// <param name="ProcessorSeconds">The least time that all threads of one run spent computing, which other programs disturb less.</param>
/// <param name="AllocatedMegabytes">What one run allocated.</param>
/// <param name="PeakMegabytes">Greatest resident memory of the process so far, the generated data included.</param>
internal sealed record Measurement(double Seconds, double SlowestSeconds, double ProcessorSeconds, double AllocatedMegabytes, double PeakMegabytes)
{
    private const double Megabyte = 1_000_000;

    /// <summary>Runs work several times.</summary>
    public static Measurement Of(int runs, Action work)
    {
        var (fastest, slowest) = (double.MaxValue, 0d);
        var processor = double.MaxValue;
        var allocated = 0L;
        using var process = Process.GetCurrentProcess();
        for (var run = 0; run < runs; run++)
        {
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var processorBefore = ProcessorTime();
            var start = Stopwatch.GetTimestamp();
            work();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            processor = Math.Min(processor, ProcessorTime() - processorBefore);
            (fastest, slowest) = (Math.Min(fastest, seconds), Math.Max(slowest, seconds));
        }

        process.Refresh();
        return new Measurement(fastest, slowest, processor, allocated / Megabyte, process.PeakWorkingSet64 / Megabyte);
    }

    /// <summary>Seconds that all threads of this process have spent computing.</summary>
    public static double ProcessorTime() => Environment.CpuUsage.TotalTime.TotalSeconds;
}
