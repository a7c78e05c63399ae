using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using BookRecs.Frontend.Problems;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Transactions;

/// <summary>A batch as it was sent: a row for each transaction, either the transaction or its error.</summary>
internal sealed class TransactionBatch
{
    /// <summary>The most transactions of one request.</summary>
    public const int MaxRows = 1_000;

    /// <summary>The deepest nesting of a body.</summary>
    public const int MaxDepth = 16;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

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
    public static Problem? Read(ReadOnlyMemory<byte> body, TransactionReader reader, out TransactionBatch? batch)
    {
        batch = null;
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!Utf8.IsValid(body.Span))
            return new Problem(ProblemType.MalformedJson, "The body is not UTF-8.")
            {
                Errors = [new FieldError("body", null, "must be UTF-8")],
            };
        try
        {
            using var document = JsonDocument.Parse(body, DocumentOptions);
            return Read(document.RootElement, reader, out batch);
        }
        catch (JsonException e)
        {
            var line = ((e.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            var column = ((e.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            var rule = $"must be valid JSON, at most {MaxDepth} levels deep; it is not at line {line}, byte {column}";
            return new Problem(ProblemType.MalformedJson, $"The body cannot be read from line {line}, byte {column} on.")
            {
                Errors = [new FieldError("body", null, rule)],
            };
        }
    }

    private static Problem? Read(JsonElement root, TransactionReader reader, out TransactionBatch? batch)
    {
        batch = null;
        if (root.ValueKind != JsonValueKind.Object)
            return Invalid("body", root.ValueKind.ToString(), "must be an object with the member transactions");
        JsonElement? rows = null;
        foreach (var member in root.EnumerateObject())
        {
            if (!member.NameEquals("transactions"u8))
                return Invalid(FieldError.Cut(TransactionReader.NameOf(member))!, null, "is not a member of a batch; it has transactions");
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
                ? new TransactionRow(FieldError.Cut(sentId), RowStatus.Invalid)
                {
                    Error = FieldError.Of(FieldError.Cut(broken.Field)!, broken.Value, broken.Rule),
                }
                : null;
        }
        batch = new TransactionBatch(transactions, answers);
        return null;
    }

    private static Problem Invalid(string field, string? value, string rule) =>
        new(ProblemType.InvalidBatch, $"{field} {rule}.") { Errors = [FieldError.Of(field, value, rule)] };
}
