namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>The size and the shape of a <see cref="SyntheticMatrix"/>. The same options give the same matrix.</summary>
public sealed record SyntheticMatrixOptions
{
    /// <summary>Users, each with at least one interaction, 1 to 10,000,000 (default 200,000).</summary>
    public int Users { get; init; } = 200_000;

    /// <summary>Items, 20 to 10,000,000 (default 50,000).</summary>
    public int Items { get; init; } = 50_000;

    /// <summary>Interactions: at least one a user, at most a tenth of users × items and 500,000,000 (default 10,000,000).</summary>
    public int Interactions { get; init; } = 10_000_000;

    /// <summary>
    /// How steeply popularity falls: that of the item at a rank is in proportion to (rank + 20) to the power of minus this, 0 to 3
    /// (default 0.8).
    /// </summary>
    public double PopularityExponent { get; init; } = 0.8;

    /// <summary>
    /// How much users differ: the logarithm of the number of interactions of a user has about this standard deviation, 0 to 3 (default
    /// 0.8).
    /// </summary>
    public double ActivityDeviation { get; init; } = 0.8;

    /// <summary>Another seed makes another matrix (default 42).</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The first day, when there are dates (default 2023-01-02).</summary>
    public DateOnly Start { get; init; } = new(2023, 1, 2);

    /// <summary>Days over which the interactions spread evenly, up to 20,000; 0 for interactions without dates (default 0).</summary>
    public int Days { get; init; }

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
        Check(PopularityExponent is >= 0 and <= 3, nameof(PopularityExponent), PopularityExponent, "from 0 to 3");
        Check(ActivityDeviation is >= 0 and <= 3, nameof(ActivityDeviation), ActivityDeviation, "from 0 to 3");
        Check(Days is >= 0 and <= 20_000, nameof(Days), Days, "from 0 to 20000");
        Check(Start.Year is >= 1950 and <= 2140, nameof(Start), Start, "from 1950-01-01 to 2140-12-31");
    }

    private static void Check(bool holds, string option, object value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, value, FormattableString.Invariant($"{option} is {value}, it must be {rule}"));
    }
}
