namespace BookRecs.Recommender.Data.Reading;

/// <summary>The non-empty lines of a file as bytes, without their line ends.</summary>
internal sealed class LineReader(ByteWindow window)
{
    private int _consumed;
    private int _length;

    /// <summary>The number of the current line, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>True when the current line is over the limit; it is then empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The current line; valid until the next call of <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Current => window.Before(_consumed)[.._length];

    /// <summary>Goes to the next line; false at the end of the file.</summary>
    public bool MoveNext()
    {
        IsTooLong = false;
        var scanned = 0;
        while (true)
        {
            var bytes = window.Bytes;
            var end = bytes[scanned..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                Take(scanned + end, scanned + end + 1);
            }
            else
            {
                scanned = bytes.Length;
                var isFull = window.IsFull;
                if (window.TryFill())
                    continue;
                if (bytes.IsEmpty)
                    return false;
                if (isFull)
                {
                    SkipTooLong();
                    return true;
                }

                Take(scanned, scanned);
            }

            scanned = 0;
            if (_length > 0)
                return true;
        }
    }

    private void Take(int length, int consumed)
    {
        window.Advance(consumed);
        Line++;
        _consumed = consumed;
        _length = length;
        if (Current is [.., (byte)'\r'])
            _length--;
    }

    private void SkipTooLong()
    {
        window.SkipLine();
        Line++;
        IsTooLong = true;
        (_consumed, _length) = (0, 0);
    }
}
