using System.Diagnostics.CodeAnalysis;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads the rows of one file, reports the rejected ones and the progress.</summary>
internal abstract class RowReader<T> : IDisposable
{
    private readonly InputFile _file;
    private readonly CancellationToken _cancellationToken;
    private Reject? _firstReject;
    private int _untilProgress;
    private long _rows;
    private bool _anyTaken;

    protected RowReader(ReadSession session, string path)
    {
        Session = session;
        _file = new InputFile(path);
        _cancellationToken = session.Options.CancellationToken;
        Window = new ByteWindow(_file, session.Options.MaxRowBytes, _cancellationToken);
        _untilProgress = session.Options.ProgressRows;
    }

    protected ReadSession Session { get; }

    protected ByteWindow Window { get; }

    protected string Path => _file.Path;

    /// <summary>Reads on to the next row that is taken over; false at the end of the file.</summary>
    public bool TryRead([MaybeNullWhen(false)] out T row)
    {
        while (MoveNext())
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _rows++;
            if (--_untilProgress == 0)
                ReportProgress();
            if (!TryParse(out row))
                continue;
            _anyTaken = true;
            return true;
        }

        if (!_anyTaken && _firstReject is not null)
            Session.Rejects.Add(new RejectedFile(Path, _rows, _firstReject));
        ReportProgress();
        row = default;
        return false;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The line at which the current row starts.</summary>
    protected abstract long Line { get; }

    /// <summary>Goes to the next row, whether or not it can be used.</summary>
    protected abstract bool MoveNext();

    /// <summary>Takes the current row over, or reports why not.</summary>
    protected abstract bool TryParse([MaybeNullWhen(false)] out T row);

    /// <summary>Reports the current row as rejected.</summary>
    protected bool Reject(string reason, string field, ReadOnlySpan<byte> value) => Reject(reason, ReadSession.Describe(field, value));

    /// <summary>Reports the current row as rejected.</summary>
    protected bool Reject(string reason, string detail)
    {
        _firstReject ??= new Reject(Path, Line, reason, detail);
        Session.Rejects.Add(Path, Line, reason, detail);
        return false;
    }

    /// <summary>Reports that the current row was mended.</summary>
    protected void Repaired(string reason) => Session.Rejects.AddRepair(Path, Line, reason);

    /// <summary>Reads a required id; null after reporting the rule that it breaks.</summary>
    protected string? ReadId(StringPool pool, string field, ReadOnlySpan<byte> value)
    {
        Span<char> chars = stackalloc char[FieldParser.MaxIdBytes];
        var problem = FieldParser.CheckId(value, chars, out var length);
        if (problem is null)
            return pool.Get(chars[..length]);
        Reject(problem, field, value);
        return null;
    }

    private void ReportProgress()
    {
        _untilProgress = Session.Options.ProgressRows;
        Session.Options.Progress?.Report(new ReadProgress(Path, _file.BytesRead, _file.Length, _rows, Session.Rejects.Count));
    }
}
