using System.Globalization;
using System.Text.Json;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Transactions;

/// <summary>A batch as it was sent: a row for each transaction, either the transaction or its error.</summary>
internal sealed class TransactionBatch
{
    /// <summary>The most transactions of one request.</summary>
    public const int MaxRows = 1_000;

    private TransactionBatch(Transaction?[] transactions, TransactionRow?[] rows)
    {
        Transactions = transactions;
        Rows = rows;
    }

    /// <summary>The valid transactions at their places; null where a row is invalid.</summary>
    public Transaction?[] Transactions { get; }

    /// <summary>The answers at their places; null where none is known yet.</summary>
    public TransactionRow?[] Rows { get; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The bytes, with or without a byte order mark.</param>
    /// <param name="reader">Checks the rows.</param>
    /// <param name="batch">The batch, when there is no problem.</param>
    /// <returns>Why the body is no batch, or null.</returns>
    public static Problem? Read(ReadOnlyMemory<byte> body, TransactionReader reader, out TransactionBatch? batch) =>
        JsonText.Read(
            body,
            root =>
            {
                var problem = Read(root, reader, out var read);
                return (read, problem);
            },
            out batch);

    private static Problem? Read(JsonElement root, TransactionReader reader, out TransactionBatch? batch)
    {
        batch = null;
        if (root.ValueKind != JsonValueKind.Object)
            return Invalid("body", root.ValueKind.ToString(), "must be an object with the member transactions");
        JsonElement? rows = null;
        foreach (var member in root.EnumerateObject())
        {
            if (!JsonValues.IsNamed(member, "transactions"u8))
                return Invalid(FieldError.Cut(JsonValues.NameOf(member))!, JsonValues.Shown(member.Value), "is not a member of a batch; it has transactions");
            rows = member.Value;
        }
        if (rows is not { ValueKind: JsonValueKind.Array } array)
            return Invalid("transactions", rows?.ValueKind.ToString(), "is required and must be an array");
        var count = array.GetArrayLength();
        if (count is 0 or > MaxRows)
        {
            var sent = count.ToString(CultureInfo.InvariantCulture) + " rows";
            return Invalid("transactions", sent, $"must hold 1 to {MaxRows} transactions");
        }
        var transactions = new Transaction?[count];
        var answers = new TransactionRow?[count];
        var at = 0;
        foreach (var row in array.EnumerateArray())
        {
            var (transaction, sentId, error) = reader.Read(row);
            transactions[at] = transaction;
            answers[at++] = error is { } broken
                ? new TransactionRow(Shown(sentId), RowStatus.Invalid)
                {
                    Error = FieldError.Of(FieldError.Cut(broken.Field)!, broken.Value, broken.Rule),
                }
                : null;
        }
        batch = new TransactionBatch(transactions, answers);
        return null;
    }

    /// <summary>The id that was sent, cut where it is none.</summary>
    private static string? Shown(string? sentId) => IdRule.Broken(sentId) is null ? sentId : FieldError.Cut(sentId);

    private static Problem Invalid(string field, string? value, string rule) =>
        new(ProblemType.InvalidBatch, $"{field} {rule}.") { Errors = [FieldError.Of(field, value, rule)] };
}
