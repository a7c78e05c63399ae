using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace BookRecs.Recommender.Data.Writing;

/// <summary>
/// Writes CSV records by RFC 4180 with '\n' as line end, as gzip when the name ends in .gz; the same rows give the same bytes.
/// </summary>
internal sealed class CsvRecordWriter : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly Stream _stream;
    private byte[] _buffer = new byte[BufferBytes];
    private int _length;
    private bool _isFirst = true;

    public CsvRecordWriter(string path)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }

    public void Header(string columns)
    {
        Raw(columns);
        Put((byte)'\n');
    }

    public void Text(ReadOnlySpan<char> text)
    {
        Separate();
        if (text.IndexOfAny(NeedsQuotes) < 0)
        {
            Raw(text);
            return;
        }

        Put((byte)'"');
        while (text.IndexOf('"') is >= 0 and var quote)
        {
            Raw(text[..(quote + 1)]);
            Put((byte)'"');
            text = text[(quote + 1)..];
        }

        Raw(text);
        Put((byte)'"');
    }

    public void Flag(bool flag)
    {
        Separate();
        Raw(flag ? "true" : "false");
    }

    public void Number<T>(T? number)
        where T : struct, IUtf8SpanFormattable
    {
        Separate();
        if (number is not { } value)
            return;
        Reserve(64);
        value.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Date(DateTimeOffset? date)
    {
        Separate();
        if (date is not { } value)
            return;
        Reserve(64);
        var format = value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
        value.UtcDateTime.TryFormat(_buffer.AsSpan(_length), out var written, format, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void EndRecord()
    {
        Put((byte)'\n');
        _isFirst = true;
    }

    public void Dispose()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
        _stream.Dispose();
    }

    private void Separate()
    {
        if (!_isFirst)
            Put((byte)',');
        _isFirst = false;
    }

    private void Raw(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Put(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
            return;
        _stream.Write(_buffer, 0, _length);
        _length = 0;
        if (_buffer.Length < count)
            _buffer = new byte[count];
    }
}
