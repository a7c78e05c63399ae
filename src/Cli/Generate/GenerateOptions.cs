namespace BookRecs.Cli.Generate;

/// <summary>What <c>generate</c> was asked for.</summary>
/// <param name="Users">How many users.</param>
/// <param name="Items">How many books.</param>
/// <param name="Interactions">How many acts.</param>
/// <param name="Seed">Start of all randomness.</param>
/// <param name="Out">The folder of the files.</param>
internal sealed record GenerateOptions(int Users, int Items, int Interactions, int Seed, DirectoryInfo Out);
