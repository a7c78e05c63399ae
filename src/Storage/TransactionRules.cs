using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage;

/// <summary>What every store checks of an act before it takes it, and how it names the acts that came without an id.</summary>
public static class TransactionRules
{
    /// <summary>The longest transaction id, in bytes of UTF-8.</summary>
    public const int MaxTransactionIdBytes = 200;

    /// <summary>Starts the ids of imported acts; no other act may have such an id.</summary>
    public const string ImportPrefix = "import:";

    /// <summary>Refuses an act that the log cannot hold.</summary>
    /// <exception cref="ArgumentException">A field breaks its rule; the message names both.</exception>
    public static void Check(Transaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var id = transaction.TransactionId;
        CheckId(id, "transaction_id");
        if (Encoding.UTF8.GetByteCount(id) > MaxTransactionIdBytes)
            throw new ArgumentException($"transaction_id must have 1 to {MaxTransactionIdBytes} bytes.", nameof(transaction));
        if (id.StartsWith(ImportPrefix, StringComparison.Ordinal))
            throw new ArgumentException($"transaction_id must not start with '{ImportPrefix}'.", nameof(transaction));
        CheckId(transaction.UserId, "user_id");
        CheckId(transaction.ItemId, "item_id");
        CheckKind((int)transaction.Kind);
        CheckRating(transaction.Rating);
    }

    /// <summary>Refuses an imported act that the log cannot hold.</summary>
    /// <exception cref="ArgumentException">A field breaks its rule; the message names both.</exception>
    public static void Check(in Interaction interaction)
    {
        CheckId(interaction.UserId, "user_id");
        CheckId(interaction.ItemId, "item_id");
        CheckKind((int)interaction.Kind);
        CheckRating(interaction.Rating);
    }

    /// <summary>The transaction id of an imported act: the same for the same user, item, kind and date, wherever it is imported.</summary>
    public static string ImportedId(string userId, string itemId, InteractionKind kind, DateTimeOffset? occurredAt)
    {
        var users = Encoding.UTF8.GetBytes(userId);
        var items = Encoding.UTF8.GetBytes(itemId);
        var content = new byte[4 + users.Length + items.Length + 9];
        BinaryPrimitives.WriteInt32LittleEndian(content, users.Length);
        users.CopyTo(content, 4);
        items.CopyTo(content, 4 + users.Length);
        var tail = content.AsSpan(4 + users.Length + items.Length);
        tail[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(tail[1..], occurredAt?.ToUnixTimeMilliseconds() ?? long.MinValue);
        return ImportPrefix + Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 16));
    }

    private static void CheckId(string id, string field)
    {
        if (string.IsNullOrEmpty(id))
            throw new ArgumentException($"{field} must not be empty.");

        // Two different halves would become the same replacement character in UTF-8, and two users one.
        for (var index = id.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); index >= 0 && index < id.Length; index++)
        {
            if (!char.IsSurrogate(id[index]))
                continue;
            if (index + 1 == id.Length || !char.IsSurrogatePair(id[index], id[index + 1]))
                throw new ArgumentException($"{field} must be text, but holds half a surrogate pair at {index}.");
            index++;
        }
    }

    private static void CheckKind(int kind)
    {
        if (kind is < (int)TransactionKind.Purchase or > (int)TransactionKind.Wish)
            throw new ArgumentException($"kind is {kind}; it must be purchase, read, rating or wish.");
    }

    private static void CheckRating(float? rating)
    {
        if (rating is { } value && !(value >= 0 && value <= 5))
            throw new ArgumentException($"rating is {value}; it must be from 0 to 5.");
    }
}
