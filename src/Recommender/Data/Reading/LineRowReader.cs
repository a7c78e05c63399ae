namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads the rows of a file with one row a line.</summary>
internal abstract class LineRowReader<T> : RowReader<T>
{
    private readonly LineReader _lines;

    protected LineRowReader(ReadSession session, string path)
        : base(session, path) => _lines = new LineReader(Window);

    protected override long Line => _lines.Line;

    /// <summary>The current line; valid until the next one.</summary>
    protected ReadOnlySpan<byte> Text => _lines.Current;

    protected override bool MoveNext() => _lines.MoveNext();

    /// <summary>Reports a line over the limit.</summary>
    protected bool HasText() =>
        !_lines.IsTooLong || Reject(RejectReason.RowTooLong, $"a row may have {Session.Options.MaxRowBytes} bytes");
}
