using System.IO.Compression;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// The text of a gzip file, which must be whole. <see cref="GZipStream"/> takes the end of a file that was cut short for the end of
/// the data, so a last member with a known mark is put behind the file: only when all before it was whole does the mark come out.
/// </summary>
internal sealed class GzipContent : IDisposable
{
    private const int ChunkBytes = 1 << 16;

    private static readonly byte[] Mark =
        [0x9b, 0x1e, 0x52, 0xd7, 0x00, 0xa6, 0xff, 0x43, 0x8c, 0x61, 0xe0, 0x35, 0x0a, 0xf8, 0x77, 0xc2];

    private static readonly byte[] MarkMember = Compress(Mark);

    private readonly GZipStream _gzip;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private int _start;
    private int _end;

    public GzipContent(Stream file) => _gzip = new GZipStream(new WithMark(file), CompressionMode.Decompress);

    /// <summary>Reads text; 0 only at the end of a whole file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, cut short, or something else follows the gzip data.</exception>
    public int Read(Span<byte> buffer)
    {
        while (_end - _start <= Mark.Length)
        {
            _chunk.AsSpan(_start, _end - _start).CopyTo(_chunk);
            (_start, _end) = (0, _end - _start);
            var count = _gzip.Read(_chunk.AsSpan(_end));
            if (count == 0)
            {
                return _chunk.AsSpan(0, _end).SequenceEqual(Mark)
                    ? 0
                    : throw new InvalidDataException("the end of the gzip data is missing");
            }

            _end += count;
        }

        var length = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _chunk.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    public void Dispose() => _gzip.Dispose();

    private static byte[] Compress(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    private sealed class WithMark(Stream file) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = _given > 0 ? 0 : file.Read(buffer);
            if (count > 0)
                return count;
            count = Math.Min(buffer.Length, MarkMember.Length - _given);
            MarkMember.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
