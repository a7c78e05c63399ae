using System.ComponentModel;

namespace BookRecs.Frontend.Transactions;

[Description("How many rows have each status.")]
internal sealed record RowCounts(int Accepted, int Duplicate, int Conflict, int Invalid, int Failed)
{
    public static RowCounts Of(IReadOnlyList<TransactionRow> rows) => new(
        rows.Count(r => r.Status == RowStatus.Accepted),
        rows.Count(r => r.Status == RowStatus.Duplicate),
        rows.Count(r => r.Status == RowStatus.Conflict),
        rows.Count(r => r.Status == RowStatus.Invalid),
        rows.Count(r => r.Status == RowStatus.Failed));
}
