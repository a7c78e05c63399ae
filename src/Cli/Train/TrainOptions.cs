using BookRecs.Cli.CommandLine;

namespace BookRecs.Cli.Train;

/// <summary>What <c>train</c> was asked for.</summary>
/// <param name="Data">The shop's database.</param>
/// <param name="Out">The folder that the model's own folder is made in.</param>
/// <param name="Seed">Start of all randomness.</param>
/// <param name="Threads">Threads to use.</param>
internal sealed record TrainOptions(ShopLocation Data, DirectoryInfo Out, int Seed, int Threads);
