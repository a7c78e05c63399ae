namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// The records of a separated file by RFC 4180: quoted fields may hold separators, line ends and doubled quotes. After a record with
/// broken quotes reading goes on at the line after the one where it started, so that one stray quote does not swallow the file.
/// </summary>
internal sealed class CsvRecordReader(ByteWindow window, byte separator)
{
    private const byte Quote = (byte)'"';
    private const byte LineEnd = (byte)'\n';

    private (int Start, int End, bool Escaped)[] _fields = new (int, int, bool)[16];
    private int _offset;
    private long _nextLine = 1;

    private enum Outcome
    {
        Record,
        Blank,
        Incomplete,
        Broken,
    }

    /// <summary>The line at which the record last read starts, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Why the record last read cannot be used, one of <see cref="RejectReason"/>; null when it can.</summary>
    public string? Problem { get; private set; }

    public int FieldCount { get; private set; }

    /// <summary>A field of the record last read, without quotes; valid until the next call of <see cref="TryRead"/>.</summary>
    public ReadOnlySpan<byte> this[int field] => Record[_fields[field].Start.._fields[field].End];

    private Span<byte> Record => window.Before(_offset);

    /// <summary>Reads the next record, also one with a <see cref="Problem"/>; false at the end of the file.</summary>
    public bool TryRead()
    {
        while (true)
        {
            Problem = null;
            FieldCount = 0;
            Line = _nextLine;
            var outcome = Parse(window.Bytes, atEnd: false, out var length);
            while (outcome == Outcome.Incomplete)
            {
                var isFull = window.IsFull;
                if (window.TryFill())
                {
                    outcome = Parse(window.Bytes, atEnd: false, out length);
                    continue;
                }

                if (window.Bytes.IsEmpty)
                    return false;
                if (isFull)
                    return Recover(RejectReason.RowTooLong);
                outcome = Parse(window.Bytes, atEnd: true, out length);
            }

            if (outcome == Outcome.Broken)
                return Recover(RejectReason.BadQuotes);
            _nextLine += window.Bytes[..length].Count(LineEnd);
            Take(length);
            if (outcome == Outcome.Record)
                return true;
        }
    }

    private Outcome Parse(ReadOnlySpan<byte> bytes, bool atEnd, out int length)
    {
        FieldCount = 0;
        length = 0;
        var position = 0;
        while (true)
        {
            int end;
            if (position < bytes.Length && bytes[position] == Quote)
            {
                var escaped = false;
                end = ++position;
                while (true)
                {
                    var quote = bytes[end..].IndexOf(Quote);
                    if (quote < 0)
                        return atEnd ? Outcome.Broken : Outcome.Incomplete;
                    end += quote;
                    if (end + 1 >= bytes.Length && !atEnd)
                        return Outcome.Incomplete;
                    if (end + 1 >= bytes.Length || bytes[end + 1] != Quote)
                        break;
                    escaped = true;
                    end += 2;
                }

                AddField(position, end, escaped);
                end++;
                if (end + 1 < bytes.Length && bytes[end] == '\r' && bytes[end + 1] == LineEnd)
                    end++;
                else if (end + 1 == bytes.Length && bytes[end] == '\r' && !atEnd)
                    return Outcome.Incomplete;
            }
            else
            {
                end = bytes[position..].IndexOfAny(separator, LineEnd);
                if (end < 0 && !atEnd)
                    return Outcome.Incomplete;
                end = end < 0 ? bytes.Length : position + end;
                var textEnd = end > position && bytes[end - 1] == '\r' && (end == bytes.Length || bytes[end] == LineEnd) ? end - 1 : end;
                AddField(position, textEnd, escaped: false);
            }

            if (end >= bytes.Length || bytes[end] == LineEnd)
            {
                if (end >= bytes.Length && !atEnd)
                    return Outcome.Incomplete;
                length = Math.Min(end + 1, bytes.Length);
                return FieldCount == 1 && _fields[0] is { Escaped: false } field && field.Start == field.End && field.Start == 0
                    ? Outcome.Blank
                    : Outcome.Record;
            }

            if (bytes[end] != separator)
                return Outcome.Broken;
            position = end + 1;
        }
    }

    private void AddField(int start, int end, bool escaped)
    {
        if (FieldCount == _fields.Length)
            Array.Resize(ref _fields, 2 * _fields.Length);
        _fields[FieldCount++] = (start, end, escaped);
    }

    private void Take(int length)
    {
        window.Advance(length);
        _offset = length;
        var record = Record;
        for (var field = 0; field < FieldCount; field++)
        {
            var (start, end, escaped) = _fields[field];
            if (!escaped)
                continue;
            var target = start;
            for (var source = start; source < end; source++)
            {
                record[target++] = record[source];
                if (record[source] == Quote)
                    source++;
            }

            _fields[field] = (start, target, false);
        }
    }

    private bool Recover(string problem)
    {
        window.SkipLine();
        _nextLine++;
        Problem = problem;
        FieldCount = 0;
        return true;
    }
}
