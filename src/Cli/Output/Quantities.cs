using System.Diagnostics;
using System.Globalization;

namespace BookRecs.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Quantities
{
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Such as "1,234,567".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Such as "1.2 GB", in powers of 1,000.</summary>
    public static string Bytes(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 1000 && unit < ByteUnits.Length - 1; unit++)
            value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {ByteUnits[unit]}");
    }

    /// <summary>Such as "3.2 s" or "1 min 5 s".</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => $"{duration.Minutes} min {duration.Seconds} s",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes} min",
    };

    /// <summary>Such as "120,000 rows/s".</summary>
    public static string Rate(long rows, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? $"{Count((long)(rows / elapsed.TotalSeconds))} rows/s" : "- rows/s";

    /// <summary>The largest resident memory that this process has had, such as "210 MB".</summary>
    public static string PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return Bytes(process.PeakWorkingSet64);
    }

    /// <summary>How far a step is: share, amount, rows, rate and the time left at the rate so far.</summary>
    public static string Progress(ProgressUnit unit, long done, long? total, long rows, TimeSpan elapsed)
    {
        string Amount(long amount) => unit == ProgressUnit.Bytes ? Bytes(amount) : Count(amount);
        var parts = new List<string>();
        if (total is > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{100.0 * done / total.Value:0} % of {Amount(total.Value)}"));
        else if (unit == ProgressUnit.Bytes && done > 0)
            parts.Add(Amount(done));
        if (rows > 0)
            parts.Add($"{Count(rows)} rows, {Rate(rows, elapsed)}");
        if (total is > 0 && done > 0)
            parts.Add($"{Duration(elapsed * Math.Max(0, ((double)total.Value / done) - 1))} left");
        else
            parts.Add($"{Duration(elapsed)} so far");
        return string.Join(", ", parts);
    }
}
