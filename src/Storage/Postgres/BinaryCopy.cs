using System.Buffers.Binary;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format (the server's manual, "COPY", File Formats) without an object a value, which is most of
/// what an import costs its client.
/// </summary>
/// <param name="stream">Takes the bytes; not closed.</param>
internal sealed class BinaryCopy(Stream stream)
{
    private const int HeaderBytes = 19;
    private const int RowRoom = 256;

    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8];

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    /// <summary>Begins the copy.</summary>
    public void WriteHeader()
    {
        Signature.CopyTo(_buffer);
        _buffer.AsSpan(Signature.Length, HeaderBytes - Signature.Length).Clear();
        _used = HeaderBytes;
    }

    /// <summary>Begins a row of at most 16 columns of fixed size.</summary>
    public void StartRow(short columns)
    {
        if (_used + RowRoom > _buffer.Length)
            Flush();
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), columns);
        _used += sizeof(short);
    }

    /// <summary>A bigint, or a timestamptz as PostgreSQL counts it.</summary>
    public void Write(long value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_used + sizeof(int)), value);
        _used += sizeof(int) + sizeof(long);
    }

    /// <summary>An integer.</summary>
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used + sizeof(int)), value);
        _used += sizeof(int) + sizeof(int);
    }

    /// <summary>A smallint.</summary>
    public void Write(short value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used + sizeof(int)), value);
        _used += sizeof(int) + sizeof(short);
    }

    /// <summary>A boolean.</summary>
    public void Write(bool value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), sizeof(byte));
        _buffer[_used + sizeof(int)] = value ? (byte)1 : (byte)0;
        _used += sizeof(int) + sizeof(byte);
    }

    /// <summary>A real; NaN is written as null.</summary>
    public void WriteOrNull(float value)
    {
        var isNull = float.IsNaN(value);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), isNull ? -1 : sizeof(float));
        _used += sizeof(int);
        if (isNull)
            return;
        BinaryPrimitives.WriteSingleBigEndian(_buffer.AsSpan(_used), value);
        _used += sizeof(float);
    }

    /// <summary>Ends the copy.</summary>
    public void WriteTrailer()
    {
        if (_used + RowRoom > _buffer.Length)
            Flush();
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), -1);
        _used += sizeof(short);
        Flush();
    }

    private void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
