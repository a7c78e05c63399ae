using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace BookRecs.Recommender.Training;

/// <summary>Writes a model.bin from front to back. Nothing opens the file as a model before <see cref="Complete"/> has returned.</summary>
public sealed class ArtifactFileWriter : ArtifactWriter, IDisposable
{
    private const int ChunkBytes = 1 << 26;

    private readonly FileStream _file;
    private readonly List<ArtifactSection> _sections = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isComplete;

    /// <summary>Creates the file.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="IOException">The file exists or cannot be created.</exception>
    public ArtifactFileWriter(string path)
    {
        ArtifactFormat.RequireLittleEndian();
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        _file.Write(new byte[ArtifactFormat.HeaderLength]);
    }

    /// <inheritdoc/>
    public override void Write<T>(string section, ReadOnlySpan<T> values)
    {
        var type = ArtifactFormat.TypeOf<T>();
        var offset = Begin(section);
        var chunk = ChunkBytes / Unsafe.SizeOf<T>();
        for (var start = 0; start < values.Length; start += chunk)
            Append(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(chunk, values.Length - start))));
        End(section, type, values.Length, offset);
    }

    /// <inheritdoc/>
    public override void WriteStrings(string section, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var offset = Begin(section);
        var ends = new long[values.Count + 1];
        for (var index = 0; index < values.Count; index++)
            ends[index + 1] = ends[index] + Encoding.UTF8.GetByteCount(values[index]);
        Append(MemoryMarshal.AsBytes<long>(ends));
        var buffer = new byte[256];
        foreach (var value in values)
        {
            var most = Encoding.UTF8.GetMaxByteCount(value.Length);
            if (buffer.Length < most)
                buffer = new byte[most];
            Append(buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, buffer)));
        }

        End(section, ArtifactElementType.Strings, values.Count, offset);
    }

    /// <summary>Writes table and header and brings everything to the disk.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_isComplete, this);
        Pad();
        var tableOffset = _file.Position;
        var table = ArtifactFormat.WriteTable(_sections);
        if (table.Length > ArtifactFormat.MaxTableLength)
            throw new InvalidOperationException($"{_sections.Count} sections are more than the table can hold");
        _file.Write(table);
        _file.Position = 0;
        _file.Write(ArtifactFormat.WriteHeader(_sections.Count, tableOffset, table));
        _file.Flush(flushToDisk: true);
        _isComplete = true;
        Dispose();
    }

    /// <summary>Closes the file; without <see cref="Complete"/> it stays behind as a file that no reader accepts.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private long Begin(string section)
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        if (Encoding.UTF8.GetByteCount(section) > ArtifactFormat.MaxNameLength)
            throw new ArgumentException($"section name '{section}' is longer than {ArtifactFormat.MaxNameLength} bytes", nameof(section));
        if (!_names.Add(section))
            throw new ArgumentException($"section '{section}' is written twice", nameof(section));
        Pad();
        return _file.Position;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _file.Write(bytes);
    }

    private void End(string section, ArtifactElementType type, long count, long offset) =>
        _sections.Add(new ArtifactSection(section, type, count, offset, _file.Position - offset, _hash.GetHashAndReset()));

    private void Pad() => _file.Write(stackalloc byte[(int)(ArtifactFormat.Align(_file.Position) - _file.Position)]);
}
