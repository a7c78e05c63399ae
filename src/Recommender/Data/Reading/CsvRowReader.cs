namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads the rows of a separated file whose first record names the columns.</summary>
internal abstract class CsvRowReader<T> : RowReader<T>
{
    private readonly CsvRecordReader _records;

    protected CsvRowReader(ReadSession session, string path, params ReadOnlySpan<string> required)
        : base(session, path)
    {
        try
        {
            _records = new CsvRecordReader(Window, (byte)',');
            Header = CsvHeader.Read(path, _records, required);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    protected CsvHeader Header { get; }

    protected override long Line => _records.Line;

    protected override bool MoveNext() => _records.TryRead();

    /// <summary>A field of the current row; empty when the file has no such column.</summary>
    protected ReadOnlySpan<byte> Field(int column) => column < 0 ? default : _records[column];

    /// <summary>Reports a row with broken quotes or of another length than the header.</summary>
    protected bool HasFields()
    {
        if (_records.Problem is { } problem)
            return Reject(problem, problem == RejectReason.RowTooLong
                ? $"a row may have {Session.Options.MaxRowBytes} bytes"
                : "quotes must be closed and followed by a separator or the end of the line");
        return _records.FieldCount == Header.Count
            || Reject(RejectReason.FieldCount, $"the row has {_records.FieldCount} fields, the header {Header.Count}");
    }
}
