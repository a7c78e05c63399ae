namespace BookRecs.Cli.Split;

/// <summary>What <c>split</c> was asked for.</summary>
/// <param name="Data">The interactions to split.</param>
/// <param name="By">One of <see cref="SplitCommand.Ways"/>.</param>
/// <param name="Fraction">The share of the test part, above 0 and below 1.</param>
/// <param name="Seed">Start of all randomness.</param>
/// <param name="Out">The folder of the two parts.</param>
internal sealed record SplitOptions(FileInfo Data, string By, double Fraction, int Seed, DirectoryInfo Out);
