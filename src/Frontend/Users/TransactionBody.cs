using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Users;

[Description("One act of a user on an item.")]
internal sealed record TransactionBody(
    [property: Description("Names the act: the same id is the same act, however often it is sent. 1 to 200 UTF-8 bytes.")]
    [property: MinLength(1), MaxLength(IdRule.MaxBytes)]
    string TransactionId,
    [property: Description("Who acted. 1 to 200 UTF-8 bytes."), MinLength(1), MaxLength(IdRule.MaxBytes)] string UserId,
    [property: Description("On what; an item that the catalogue does not hold yet is taken too. 1 to 200 UTF-8 bytes.")]
    [property: MinLength(1), MaxLength(IdRule.MaxBytes)]
    string ItemId,
    [property: Description("What was done.")] TransactionKind Kind)
{
    [Description("0 to 5; required when kind is rating."), Range(0, 5)]
    public float? Rating { get; init; }

    [Description("Whether the user has read the item; without it, true for kind read and false for the others.")]
    public bool? IsRead { get; init; }

    [Description("What was paid, in the shop's currency; below 1000000000, at most 4 decimals.")]
    public decimal? Price { get; init; }

    [Description(
        "When it happened: ISO 8601 with offset, from 1900 to a day in the future. "
        + "Sent without it, an act gets the moment at which it was recorded.")]
    public DateTimeOffset? OccurredAt { get; init; }

    public static TransactionBody From(Transaction act) => new(act.TransactionId, act.UserId, act.ItemId, act.Kind)
    {
        Rating = act.Rating,
        IsRead = act.IsRead,
        Price = act.Price,
        OccurredAt = act.OccurredAt,
    };
}
