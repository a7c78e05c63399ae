using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BookRecs.Storage;

/// <summary>The place in a user's history after which the next page starts.</summary>
/// <param name="OccurredAt">The date of the last act of the page, in milliseconds since 1970; the smallest number when it has none.</param>
/// <param name="Sequence">Its place in the log.</param>
public readonly record struct HistoryCursor(long OccurredAt, long Sequence)
{
    private const int PayloadBytes = 16;
    private const int CheckBytes = 6;

    /// <summary>The cursor as text that is safe in a URL. It belongs to one user, so that another's is recognised as wrong.</summary>
    public string Encode(string userId)
    {
        Span<byte> bytes = stackalloc byte[PayloadBytes + CheckBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, OccurredAt);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Sequence);
        Checksum(userId, bytes[..PayloadBytes], bytes[PayloadBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor.</summary>
    /// <returns>False when the text is not a cursor of this user.</returns>
    public static bool TryDecode(string userId, string text, out HistoryCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[PayloadBytes + CheckBytes];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length)
            || length != bytes.Length)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[CheckBytes];
        Checksum(userId, bytes[..PayloadBytes], expected);
        if (!expected.SequenceEqual(bytes[PayloadBytes..]))
            return false;
        cursor = new HistoryCursor(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
        return true;
    }

    private static void Checksum(string userId, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(payload);
        hash.AppendData(Encoding.UTF8.GetBytes(userId));
        hash.GetHashAndReset().AsSpan(0, CheckBytes).CopyTo(destination);
    }
}
