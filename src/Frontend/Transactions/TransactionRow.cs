using System.ComponentModel;
using System.Text.Json.Serialization;
using BookRecs.Frontend.Problems;

namespace BookRecs.Frontend.Transactions;

[Description("What became of one transaction.")]
internal sealed record TransactionRow(
    [property: Description("The id that was sent; cut after 64 characters when it is invalid, null when it is missing.")] string? TransactionId,
    [property: Description(
        "accepted: in the log, durably. duplicate: the log already held it. conflict: the log holds another transaction under this id. "
        + "invalid: it breaks a rule. failed: not confirmed; send it again with the same id.")]
    RowStatus Status)
{
    [Description("The rule that an invalid or conflicting transaction breaks.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FieldError? Error { get; init; }

    [Description("item_not_in_catalogue: the act counts, but the item cannot be shown until the catalogue holds it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Warning { get; init; }
}
