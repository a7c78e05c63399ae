using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Tests.Suite;

internal static class Acts
{
    public static readonly DateTimeOffset Day = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static Transaction Act(
        string id,
        string user = "u1",
        string item = "i1",
        TransactionKind kind = TransactionKind.Purchase,
        float? rating = null,
        bool isRead = false,
        decimal? price = null,
        DateTimeOffset? at = null) => new(id, user, item, kind, rating, isRead, price, at);

    public static Interaction Row(
        string user, string item, DateTimeOffset? at = null, float? rating = null, bool isRead = true,
        InteractionKind kind = InteractionKind.Read) => new(user, item, kind, isRead, rating, at);
}
