using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace BookRecs.Recommender.Training;

/// <summary>
/// Reads a model.bin through a memory mapping. Header, table and bounds are checked on opening, so that no damaged file is ever
/// read beyond its end; section hashes as well unless the caller has checked the whole file. The file must not be changed in
/// place while it is open; deleting or renaming it is fine where the file system allows it.
/// </summary>
/// <remarks>
/// The memory handed out points into the mapping. Whoever opened the reader disposes of it; users who may run beside that hold it
/// open with <see cref="TryAcquire"/>. A reader that is never disposed of is unmapped after its memory has become unreachable.
/// </remarks>
public sealed unsafe class ArtifactFileReader : ArtifactReader
{
    private readonly MappedFile _file;
    private readonly Dictionary<string, ArtifactSection> _sections = new(StringComparer.Ordinal);

    private ArtifactFileReader(string path, MappedFile file) => (Path, _file) = (path, file);

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The names of the sections.</summary>
    public IReadOnlyCollection<string> Sections => _sections.Keys;

    /// <summary>Opens a model.bin.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verifySections">False when the caller has compared the file's own hash; header and table are always checked.</param>
    /// <exception cref="InvalidDataException">It is foreign, newer, truncated or damaged; the message names file and reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ArtifactFileReader Open(string path, bool verifySections = true)
    {
        ArtifactFormat.RequireLittleEndian();
        var length = new FileInfo(path).Length;
        if (length < ArtifactFormat.HeaderLength)
            throw Refuse(path, $"it has {length} bytes, less than a header: it is truncated or foreign");
        var file = new MappedFile(path);
        try
        {
            var reader = new ArtifactFileReader(path, file);
            reader.ReadTable();
            if (verifySections)
                reader.VerifySections();
            return reader;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool Has(string section) => _sections.ContainsKey(section);

    /// <inheritdoc/>
    public override ReadOnlyMemory<T> Read<T>(string section)
    {
        var found = Find(section);
        var type = ArtifactFormat.TypeOf<T>();
        if (found.Type != type)
            throw Refuse(Path, $"section '{section}' holds {found.Type}, not {type}");
        return found.Count == 0 ? default : new MappedMemory<T>(_file, found.Offset, (int)found.Count).Memory;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override string[] ReadStrings(string section)
    {
        var found = Find(section);
        if (found.Type != ArtifactElementType.Strings)
            throw Refuse(Path, $"section '{section}' holds {found.Type}, not strings");
        var count = (int)found.Count;
        var ends = new ReadOnlySpan<long>(_file.Start + found.Offset, count + 1);
        var textBytes = found.Bytes - ((count + 1L) * sizeof(long));
        var text = _file.Start + found.Offset + ((count + 1L) * sizeof(long));
        if (ends[0] != 0 || ends[count] != textBytes)
            throw Refuse(Path, $"section '{section}' is damaged: its offsets do not span its text");
        var strings = new string[count];
        for (var index = 0; index < count; index++)
        {
            if (ends[index + 1] < ends[index] || ends[index + 1] > textBytes || ends[index + 1] - ends[index] > int.MaxValue)
                throw Refuse(Path, $"section '{section}' is damaged: the offsets of string {index} do not rise");
            strings[index] = Encoding.UTF8.GetString(text + ends[index], (int)(ends[index + 1] - ends[index]));
        }

        return strings;
    }

    /// <summary>Holds the mapping open beside its owner.</summary>
    /// <returns>False when the owner has disposed of it and nobody holds it; otherwise <see cref="Release"/> must follow.</returns>
    public bool TryAcquire() => _file.TryAcquire();

    /// <summary>Ends a <see cref="TryAcquire"/> that gave true.</summary>
    public void Release() => _file.Release();

    /// <summary>Closes the file once nobody holds it any more.</summary>
    public override void Dispose() => _file.Dispose();

    private static InvalidDataException Refuse(string path, string reason) => new($"model file '{path}' is refused: {reason}");

    private ArtifactSection Find(string section) =>
        _sections.GetValueOrDefault(section) ?? throw Refuse(Path, $"it has no section '{section}'");

    private void ReadTable()
    {
        var header = new ReadOnlySpan<byte>(_file.Start, ArtifactFormat.HeaderLength);
        if (!header.StartsWith(ArtifactFormat.Magic))
            throw Refuse(Path, "it does not begin with the mark of a model file, or its writing was cut short");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (version is < ArtifactFormat.OldestVersion or > ArtifactFormat.Version)
            throw Refuse(Path, ArtifactFormat.OtherVersion(version, ArtifactFormat.Version));
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        if (length != _file.Length)
            throw Refuse(Path, $"it has {_file.Length} bytes where its header says {length}: it is truncated or damaged");
        var tableOffset = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        var tableLength = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        var isTableInside = tableLength is >= 0 and <= ArtifactFormat.MaxTableLength && tableOffset >= ArtifactFormat.HeaderLength;
        if (!isTableInside || tableOffset != length - tableLength)
            throw Refuse(Path, "its header is damaged: the section table lies outside the file");
        var table = new ReadOnlySpan<byte>(_file.Start + tableOffset, (int)tableLength);
        if (!ArtifactFormat.HashOf(header, table).AsSpan().SequenceEqual(header[ArtifactFormat.HashOffset..]))
            throw Refuse(Path, "its header or section table is damaged: the checksum differs");
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        using var rows = new BinaryReader(new MemoryStream(table.ToArray()), Encoding.UTF8);
        try
        {
            for (var row = 0U; row < count; row++)
                AddSection(rows, tableOffset);
        }
        catch (EndOfStreamException)
        {
            throw Refuse(Path, "its section table is shorter than its header says");
        }
    }

    private void AddSection(BinaryReader rows, long tableOffset)
    {
        var name = Encoding.UTF8.GetString(rows.ReadBytes(rows.ReadUInt16()));
        var type = (ArtifactElementType)rows.ReadByte();
        var section = new ArtifactSection(
            name, type, rows.ReadInt64(), rows.ReadInt64(), rows.ReadInt64(), rows.ReadBytes(ArtifactFormat.HashLength));
        var size = ArtifactFormat.SizeOf(type) ?? throw Refuse(Path, $"section '{name}' has the unknown element type {(byte)type}");
        var fits = section.Count is >= 0 and < int.MaxValue
            && section.Offset >= ArtifactFormat.HeaderLength && section.Offset % ArtifactFormat.Alignment == 0
            && section.Bytes >= 0 && section.Bytes <= tableOffset - section.Offset
            && (type == ArtifactElementType.Strings
                ? section.Bytes >= (section.Count + 1) * sizeof(long)
                : section.Bytes == section.Count * size);
        if (!fits)
            throw Refuse(Path, $"section '{name}' lies outside the file or its length does not fit its count");
        if (!_sections.TryAdd(name, section))
            throw Refuse(Path, $"section '{name}' is there twice");
    }

    private void VerifySections()
    {
        var sections = _sections.Values.ToArray();
        var isIntact = new bool[sections.Length];
        Parallel.For(0, sections.Length, index => isIntact[index] = IsIntact(sections[index]));
        var damaged = Array.IndexOf(isIntact, false);
        if (damaged >= 0)
            throw Refuse(Path, $"section '{sections[damaged].Name}' is damaged: its checksum differs");
    }

    private bool IsIntact(ArtifactSection section)
    {
        const int ChunkBytes = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var done = 0L; done < section.Bytes; done += ChunkBytes)
            hash.AppendData(new ReadOnlySpan<byte>(_file.Start + section.Offset + done, (int)Math.Min(ChunkBytes, section.Bytes - done)));
        return hash.GetHashAndReset().AsSpan().SequenceEqual(section.Sha256);
    }
}
