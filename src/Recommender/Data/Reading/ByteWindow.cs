namespace BookRecs.Recommender.Data.Reading;

/// <summary>The part of a file that is in memory: grows to hold one row, up to a limit, and no further.</summary>
internal sealed class ByteWindow(InputFile file, int maxBytes, CancellationToken cancellationToken)
{
    private const int InitialBytes = 1 << 18;

    private byte[] _buffer = new byte[Math.Min(InitialBytes, maxBytes)];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _begun;

    public Span<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>True when no byte can be added: the row that starts the window is over the limit.</summary>
    public bool IsFull => _end - _start >= maxBytes;

    /// <summary>Removes bytes from the front; spans handed out before stay valid until the next <see cref="TryFill"/>.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Adds bytes at the end.</summary>
    /// <returns>False at the end of the file, and when the window is full.</returns>
    public bool TryFill()
    {
        if (_ended || IsFull)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxBytes));
        }

        if (!_begun)
        {
            _begun = true;
            while (_end < 3 && Append())
            {
            }

            SkipByteOrderMark();
            if (_end > _start)
                return true;
        }

        return Append();
    }

    /// <summary>The bytes that <see cref="Advance"/> removed last, as long as the window was not filled since.</summary>
    public Span<byte> Before(int count) => _buffer.AsSpan(_start - count, count);

    /// <summary>Removes everything up to and with the next line end, however far it is.</summary>
    public void SkipLine()
    {
        while (true)
        {
            var end = Bytes.IndexOf((byte)'\n');
            if (end >= 0)
            {
                _start += end + 1;
                return;
            }

            _start = _end;
            if (!TryFill())
                return;
        }
    }

    private bool Append()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = file.Read(_buffer.AsSpan(_end));
        _ended = count == 0;
        _end += count;
        return !_ended;
    }

    private void SkipByteOrderMark()
    {
        var bytes = Bytes;
        if (bytes.StartsWith("\uFEFF"u8))
            _start += 3;
        else if (bytes is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
            throw new DataSetException(file.Path, "is UTF-16, it must be UTF-8");
    }
}
