namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>What a user did with an item. The numbers are part of the wire format: never change or reuse one.</summary>
[GenerateSerializer, Alias("bookrecs.transaction_kind")]
public enum TransactionKind
{
    /// <summary>Bought or borrowed.</summary>
    Purchase = 0,

    /// <summary>Read.</summary>
    Read = 1,

    /// <summary>Rated.</summary>
    Rating = 2,

    /// <summary>Put on a wish list.</summary>
    Wish = 3,
}
