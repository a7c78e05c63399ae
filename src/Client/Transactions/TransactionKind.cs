using System.Text.Json.Serialization;

namespace BookRecs.Client.Transactions;

/// <summary>What a user did with an item.</summary>
[JsonConverter(typeof(SnakeCaseEnum<TransactionKind>))]
public enum TransactionKind
{
    /// <summary>Bought or borrowed.</summary>
    Purchase,

    /// <summary>Read.</summary>
    Read,

    /// <summary>Rated.</summary>
    Rating,

    /// <summary>Put on a wish list.</summary>
    Wish,
}
