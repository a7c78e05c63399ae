using System.ComponentModel;

namespace BookRecs.Frontend.Users;

[Description("A page of a user's history.")]
internal sealed record HistoryBody(
    [property: Description("The acts, newest first; those without a date come last.")] IReadOnlyList<TransactionBody> Transactions,
    [property: Description("The cursor of the next page; null at the end.")] string? NextCursor,
    [property: Description("How many acts the log holds of the user.")] long Total);
