using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Training;

/// <summary>Counts and hashes training data.</summary>
internal static class DataSummary
{
    private const int ChunkElements = 1 << 20;

    public static ManifestData Of(TrainingData data, bool isSynthetic)
    {
        var dated = 0L;
        foreach (var date in data.OccurredAt.Span)
            dated += date == TrainingData.NoDate ? 0 : 1;
        return new ManifestData(HashOf(data), data.Users.Count, data.Items.Count, data.Interactions.EntryCount, dated, isSynthetic);
    }

    /// <summary>
    /// The SHA-256 of everything a model can depend on; users and items are in ordinal order, so that rows may come in any.
    /// </summary>
    public static string HashOf(TrainingData data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var vocabulary in new[] { data.Users, data.Items })
        {
            Append(hash, [vocabulary.Count]);
            foreach (var id in vocabulary.Ids)
                Append(hash, id);
        }

        Append(hash, data.Interactions.RowStarts.Span);
        Append(hash, data.Interactions.Columns.Span);
        Append(hash, data.Interactions.Values.Span);
        Append(hash, data.OccurredAt.Span);
        foreach (var book in data.Books)
            Append(hash, book);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Book? book)
    {
        if (book is null)
        {
            hash.AppendData([0]);
            return;
        }

        hash.AppendData([1, book.Available ? (byte)1 : (byte)0]);
        Append(hash, book.Title);
        foreach (var list in new[] { book.Authors, book.Series, book.Genres })
        {
            Append(hash, [list.Length]);
            foreach (var text in list)
                Append(hash, text);
        }

        Append(hash, book.Description);
        Append(hash, book.Language);
        Append(hash, book.Publisher);
        Append(hash, book.WorkId);
        Append(hash, [book.Volume ?? float.NaN]);
        Append(hash, [book.Year ?? int.MinValue]);
        Append(hash, book.Price?.ToString(CultureInfo.InvariantCulture));
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        Append(hash, [text?.Length ?? -1]);
        if (text is not null)
            hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (var start = 0; start < values.Length; start += ChunkElements)
            hash.AppendData(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkElements, values.Length - start))));
    }
}
