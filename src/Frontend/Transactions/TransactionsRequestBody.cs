using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BookRecs.Frontend.Users;

namespace BookRecs.Frontend.Transactions;

[Description("A batch of acts.")]
internal sealed record TransactionsRequestBody(
    [property: Description("1 to 1,000 acts."), MinLength(1), MaxLength(TransactionBatch.MaxRows)] IReadOnlyList<TransactionBody> Transactions);
