namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>The size and the period of a <see cref="SyntheticShop"/>. The same options give the same shop.</summary>
public sealed record SyntheticShopOptions
{
    /// <summary>Readers who buy at least once, 1 to 10,000,000 (default 2,000).</summary>
    public int Users { get; init; } = 2_000;

    /// <summary>Books of the catalogue, 20 to 10,000,000 (default 3,000).</summary>
    public int Items { get; init; } = 3_000;

    /// <summary>Interactions: at least one a reader, at most a tenth of readers × books and 500,000,000 (default 60,000).</summary>
    public int Interactions { get; init; } = 60_000;

    /// <summary>Another seed makes another shop (default 42).</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The first day (default 2023-01-02).</summary>
    public DateOnly Start { get; init; } = new(2023, 1, 2);

    /// <summary>Days of trade, 7 to 20,000 (default 730).</summary>
    public int Days { get; init; } = 730;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the message names option, value and rule.</exception>
    public void Validate()
    {
        const int most = 10_000_000;
        const int mostInteractions = 500_000_000;
        Check(Users is >= 1 and <= most, nameof(Users), Users, "from 1 to 10000000");
        Check(Items is >= 20 and <= most, nameof(Items), Items, "from 20 to 10000000");
        Check(
            Interactions >= Users && Interactions <= Math.Min(mostInteractions, Math.Max(Users, (long)Users * Items / 10)),
            nameof(Interactions),
            Interactions,
            "at least Users, at most a tenth of Users × Items, and at most 500000000");
        Check(Days is >= 7 and <= 20_000, nameof(Days), Days, "from 7 to 20000");
        Check(Start.Year is >= 1950 and <= 2140, nameof(Start), Start, "from 1950-01-01 to 2140-12-31");
    }

    private static void Check(bool holds, string option, object value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, value, $"{option} is {value}, it must be {rule}");
    }
}
