using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BookRecs.Recommender.Training;

/// <summary>
/// The layout of model.bin, format 1, little-endian throughout. A header of 128 bytes: magic (8), format (u32), section count
/// (u32), file length (i64), table offset (i64), table length (i64), zeros, and at 96 the SHA-256 of the 96 bytes before it and
/// of the table. Then the sections, each at a multiple of 64 bytes, the gaps zero. Last the table, one row a section: name length
/// (u16), UTF-8 name, element type (u8), count (i64), offset (i64), bytes (i64), SHA-256 of the section's bytes (32).
/// </summary>
internal static class ArtifactFormat
{
    public const uint Version = 1;

    /// <summary>
    /// The oldest format that is still read. While a cluster is upgraded, new processes serve what older ones have trained; an older
    /// process keeps the model it has when a newer one trains in a format that it does not know.
    /// </summary>
    public const int OldestVersion = 1;

    public const int HeaderLength = 128;
    public const int HashOffset = 96;
    public const int HashLength = 32;
    public const int Alignment = 64;
    public const int MaxNameLength = 200;
    public const int MaxTableLength = 16 << 20;

    public static ReadOnlySpan<byte> Magic => "BRMODEL\n"u8;

    public static string OtherVersion(long found, long read) =>
        $"it has format {found}, and this program reads format {read}; train again or use the program that wrote it";

    public static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("model files are little-endian and used in place: this machine is big-endian");
    }

    public static long Align(long position) => (position + Alignment - 1) / Alignment * Alignment;

    public static ArtifactElementType TypeOf<T>()
        where T : unmanaged => Type.GetTypeCode(typeof(T)) switch
        {
            _ when typeof(T) == typeof(Half) => ArtifactElementType.Half,
            _ when typeof(T).IsEnum => Unsupported<T>(),
            TypeCode.Byte => ArtifactElementType.Byte,
            TypeCode.SByte => ArtifactElementType.SByte,
            TypeCode.Int16 => ArtifactElementType.Int16,
            TypeCode.UInt16 => ArtifactElementType.UInt16,
            TypeCode.Int32 => ArtifactElementType.Int32,
            TypeCode.UInt32 => ArtifactElementType.UInt32,
            TypeCode.Int64 => ArtifactElementType.Int64,
            TypeCode.UInt64 => ArtifactElementType.UInt64,
            TypeCode.Single => ArtifactElementType.Single,
            TypeCode.Double => ArtifactElementType.Double,
            _ => Unsupported<T>(),
        };

    /// <summary>Bytes of one element; 1 for strings, whose length does not follow from their count.</summary>
    public static int? SizeOf(ArtifactElementType type) => type switch
    {
        ArtifactElementType.Byte or ArtifactElementType.SByte or ArtifactElementType.Strings => 1,
        ArtifactElementType.Int16 or ArtifactElementType.UInt16 or ArtifactElementType.Half => 2,
        ArtifactElementType.Int32 or ArtifactElementType.UInt32 or ArtifactElementType.Single => 4,
        ArtifactElementType.Int64 or ArtifactElementType.UInt64 or ArtifactElementType.Double => 8,
        _ => null,
    };

    public static byte[] WriteTable(IEnumerable<ArtifactSection> sections)
    {
        var table = new MemoryStream();
        using var writer = new BinaryWriter(table, Encoding.UTF8);
        foreach (var section in sections)
        {
            var name = Encoding.UTF8.GetBytes(section.Name);
            writer.Write((ushort)name.Length);
            writer.Write(name);
            writer.Write((byte)section.Type);
            writer.Write(section.Count);
            writer.Write(section.Offset);
            writer.Write(section.Bytes);
            writer.Write(section.Sha256);
        }

        writer.Flush();
        return table.ToArray();
    }

    public static byte[] WriteHeader(int sectionCount, long tableOffset, ReadOnlySpan<byte> table)
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), (uint)sectionCount);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), tableOffset + table.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), tableOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), table.Length);
        HashOf(header, table).CopyTo(header.AsSpan(HashOffset));
        return header;
    }

    public static byte[] HashOf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header[..HashOffset]);
        hash.AppendData(table);
        return hash.GetHashAndReset();
    }

    private static ArtifactElementType Unsupported<T>() =>
        throw new ArgumentException($"a section holds numbers of 8 to 64 bits, not {typeof(T).Name}");
}
