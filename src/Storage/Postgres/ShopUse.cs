namespace BookRecs.Storage.Postgres;

/// <summary>How many processes may use a database at the same time.</summary>
public enum ShopUse
{
    /// <summary>This one alone: an import, or a silo whose grains live in its own process.</summary>
    Alone,

    /// <summary>Any number of silos of one cluster, which agree on where each grain lives.</summary>
    Shared,

    /// <summary>Only to read, beside whoever writes.</summary>
    ReadOnly,
}
