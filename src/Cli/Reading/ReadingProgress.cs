using BookRecs.Cli.Output;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Cli.Reading;

/// <summary>Shows the reading of files, one step a file.</summary>
internal sealed class ReadingProgress(IProgressSteps steps) : IProgress<ReadProgress>, IDisposable
{
    /// <summary>Rows between two reports of a reader: often enough for a bar, too seldom to cost anything.</summary>
    public const int ReportRows = 20_000;

    private string? _file;
    private long _rows;
    private IProgressStep? _step;

    public void Report(ReadProgress value)
    {
        // Fewer rows than before: the file is read a second time.
        if (_file != value.File || value.Rows < _rows)
        {
            _step?.Dispose();
            _step = steps.Begin($"read {Path.GetFileName(value.File)}", ProgressUnit.Bytes, value.TotalBytes);
            _file = value.File;
        }

        _rows = value.Rows;
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
