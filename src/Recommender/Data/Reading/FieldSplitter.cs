namespace BookRecs.Recommender.Data.Reading;

/// <summary>Cuts a line at a separator; the array of ranges is used again for each line.</summary>
internal sealed class FieldSplitter
{
    private Range[] _fields = new Range[32];

    public int Count { get; private set; }

    public Range this[int field] => _fields[field];

    public void Split(ReadOnlySpan<byte> line, ReadOnlySpan<byte> separator)
    {
        Count = 0;
        var start = 0;
        while (true)
        {
            var end = line[start..].IndexOf(separator);
            if (Count == _fields.Length)
                Array.Resize(ref _fields, 2 * _fields.Length);
            _fields[Count++] = end < 0 ? start..line.Length : start..(start + end);
            if (end < 0)
                return;
            start += end + separator.Length;
        }
    }
}
