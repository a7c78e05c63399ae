using System.Text;
using System.Text.Json;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Transactions;

/// <summary>
/// Records of <see cref="TopicNames.NewTransactions"/>: the act as HTTP takes it, with the number of the format:
/// <c>{"version":1,"transaction_id":"…","user_id":"…","item_id":"…","kind":"purchase"}</c>.
/// </summary>
public static class TransactionRecord
{
    /// <summary>The one format there is.</summary>
    public const int FormatVersion = 1;

    /// <summary>How far an act's date may lie ahead of the clock of the silo.</summary>
    public static readonly TimeSpan MaxFuture = TimeSpan.FromHours(24);

    // Their values are ids of people or of their acts; the reason of a refusal is logged.
    private static readonly string[] Personal = ["transaction_id", "user_id", "item_id", "transaction"];

    /// <summary>Reads a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The present moment.</param>
    /// <exception cref="InvalidDataException">It is no act; the message names field, value and rule, without personal data.</exception>
    public static Transaction Parse(TopicRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordJson.Read(record.Value, FormatVersion, root =>
        {
            var (transaction, _, error) = new TransactionReader(now, MaxFuture, refuseUnknown: false).Read(root);
            return error is { } broken ? throw new InvalidDataException(Tell(broken)) : transaction!;
        });
    }

    /// <summary>Writes the record of an act.</summary>
    public static TopicRecord ToRecord(Transaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, FormatVersion);
            json.WriteString("transaction_id"u8, transaction.TransactionId);
            json.WriteString("user_id"u8, transaction.UserId);
            json.WriteString("item_id"u8, transaction.ItemId);
            json.WriteString("kind"u8, transaction.Kind.ToString().ToLowerInvariant());
            if (transaction.Rating is { } rating)
                json.WriteNumber("rating"u8, rating);
            json.WriteBoolean("is_read"u8, transaction.IsRead);
            if (transaction.Price is { } price)
                json.WriteNumber("price"u8, price);
            if (transaction.OccurredAt is { } occurredAt)
                json.WriteString("occurred_at"u8, occurredAt);
            json.WriteEndObject();
        }

        return new TopicRecord(transaction.UserId, buffer.ToArray());
    }

    private static string Tell(BrokenRule broken)
    {
        var text = new StringBuilder(broken.Field);
        if (broken.Value is { } value && !Personal.Contains(broken.Field))
            text.Append(" is ").Append(value.Length <= 64 ? value : value[..64] + "…").Append("; it");
        return text.Append(' ').Append(broken.Rule).ToString();
    }
}
