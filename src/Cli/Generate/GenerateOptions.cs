namespace BookRecs.Cli.Generate;

/// <summary>What <c>generate</c> was asked for.</summary>
/// <param name="Shape">Shop or matrix.</param>
/// <param name="Users">How many users.</param>
/// <param name="Items">How many books.</param>
/// <param name="Interactions">How many acts.</param>
/// <param name="Days">Days over which the acts spread, or null for the shape's default.</param>
/// <param name="PopularityExponent">How steeply popularity falls in a matrix, or null for the default.</param>
/// <param name="HasCatalogue">Whether a matrix gets books.</param>
/// <param name="Seed">Start of all randomness.</param>
/// <param name="Out">The folder of the files.</param>
internal sealed record GenerateOptions(
    string Shape,
    int Users,
    int Items,
    int Interactions,
    int? Days,
    double? PopularityExponent,
    bool HasCatalogue,
    int Seed,
    DirectoryInfo Out)
{
    /// <summary>Readers with tastes, series and dates.</summary>
    public const string ShopShape = "shop";

    /// <summary>Nothing but popularity and activity.</summary>
    public const string MatrixShape = "matrix";

    /// <summary>True for a matrix.</summary>
    public bool IsMatrix => Shape == MatrixShape;
}
