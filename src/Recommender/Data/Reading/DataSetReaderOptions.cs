namespace BookRecs.Recommender.Data.Reading;

/// <summary>How a data set is read.</summary>
public sealed record DataSetReaderOptions
{
    /// <summary>Hears of progress every <see cref="ProgressRows"/> rows and at the end of each file; null hears nothing.</summary>
    public IProgress<ReadProgress>? Progress { get; init; }

    /// <summary>Rows between two reports of progress, at least 1 (default 100,000).</summary>
    public int ProgressRows { get; init; } = 100_000;

    /// <summary>How many rejected rows <see cref="RejectsReport.First"/> keeps, at least 0 (default 1,000).</summary>
    public int MaxRejectsKept { get; init; } = 1_000;

    /// <summary>Hears of every rejected row as it happens, such as <see cref="RejectsCsvWriter.Write"/>; null hears nothing.</summary>
    public Action<Reject>? RejectSink { get; init; }

    /// <summary>The longest row in bytes, 1 KiB to 1 GiB (default 16 MiB); a longer one is rejected and never held in memory.</summary>
    public int MaxRowBytes { get; init; } = 16 << 20;

    /// <summary>
    /// Ends a reading with <see cref="OperationCanceledException"/>, also while all rows are rejected or while one long row is read.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    internal void Validate()
    {
        Check(ProgressRows >= 1, nameof(ProgressRows), ProgressRows, "at least 1");
        Check(MaxRejectsKept >= 0, nameof(MaxRejectsKept), MaxRejectsKept, "at least 0");
        Check(MaxRowBytes is >= 1 << 10 and <= 1 << 30, nameof(MaxRowBytes), MaxRowBytes, "from 1024 to 1073741824");
    }

    private static void Check(bool holds, string setting, int value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(setting, value, $"{setting} is {value}, it must be {rule}");
    }
}
