using System.ComponentModel;

namespace BookRecs.Frontend.Transactions;

[Description("What became of a batch of which at least one transaction is in the log.")]
internal sealed record TransactionsBody(
    [property: Description("One row for each transaction, in the order of the request.")] IReadOnlyList<TransactionRow> Transactions,
    [property: Description("How many rows have each status.")] RowCounts Counts,
    [property: Description("The request id, as in the X-Request-Id header.")] string RequestId);
