using BookRecs.Cli.Output;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Cli.Reading;

/// <summary>Shows the reading of files, one step a file, and adds up their rows.</summary>
internal sealed class ReadingProgress(IProgressSteps steps) : IProgress<ReadProgress>, IDisposable
{
    /// <summary>Rows between two reports of a reader: often enough for a bar, too seldom to cost anything.</summary>
    public const int ReportRows = 20_000;

    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);
    private string? _file;
    private IProgressStep? _step;

    /// <summary>Rows of all files so far, rejected ones included; a file that is read again counts once.</summary>
    public long Rows => _rows.Values.Sum();

    public void Report(ReadProgress value)
    {
        if (_file != value.File)
        {
            _step?.Dispose();
            _step = steps.Begin($"read {Path.GetFileName(value.File)}", ProgressUnit.Bytes, value.TotalBytes);
            _file = value.File;
        }

        _rows[value.File] = value.Rows;
        _step!.Report(value.BytesRead, value.Rows);
    }

    /// <summary>The rows, and after the last one a step for what their receiver still has to do.</summary>
    public IEnumerable<T> FollowedBy<T>(IEnumerable<T> rows, string title)
    {
        foreach (var row in rows)
            yield return row;
        _step?.Dispose();
        (_step, _file) = (steps.Begin(title), null);
    }

    public void Dispose() => _step?.Dispose();
}
