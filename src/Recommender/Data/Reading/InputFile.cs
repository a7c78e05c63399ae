namespace BookRecs.Recommender.Data.Reading;

/// <summary>A plain or gzip file as a stream of its text; gzip is recognized by its first bytes.</summary>
internal sealed class InputFile : IDisposable
{
    private const int FileBufferBytes = 1 << 17;

    private readonly FileStream _file;
    private readonly GzipContent? _gzip;

    public InputFile(string path)
    {
        Path = path;
        if (Directory.Exists(path))
            throw new DataSetException(path, "is a folder, a file is expected");
        try
        {
            _file = new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Mode = FileMode.Open,
                Share = FileShare.Read,
                BufferSize = FileBufferBytes,
                Options = FileOptions.SequentialScan,
            });
            Length = _file.Length;
            Span<byte> magic = stackalloc byte[2];
            var isGzip = _file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
            _file.Position = 0;
            _gzip = isGzip ? new GzipContent(_file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _file?.Dispose();
            throw new DataSetException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    public string Path { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    /// <summary>Bytes on disk that have been read.</summary>
    public long BytesRead => _file.Position;

    /// <summary>Reads decompressed bytes; 0 only at the end of the file.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _gzip is null ? _file.Read(buffer) : _gzip.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new DataSetException(Path, $"the gzip data is corrupt or cut short near byte {_file.Position} of {Length}", e);
        }
        catch (IOException e)
        {
            throw new DataSetException(Path, $"cannot be read near byte {_file.Position} of {Length}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _gzip?.Dispose();
        _file.Dispose();
    }
}
