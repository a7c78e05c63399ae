using BookRecs.Cli.CommandLine;

namespace BookRecs.Cli.Simulate;

/// <summary>What <c>simulate</c> was asked to do.</summary>
/// <param name="File">The file of interactions, or null.</param>
/// <param name="Shop">The shop's database, or null.</param>
/// <param name="Last">How many acts to replay, the latest.</param>
/// <param name="Rate">Acts a second, or null.</param>
/// <param name="RealTimeFactor">How much faster than in reality, or null.</param>
/// <param name="Run">What the transaction ids begin with.</param>
/// <param name="Wait">How long the service may take for what is left, at the end.</param>
/// <param name="Target">Where the acts go.</param>
internal sealed record SimulateOptions(
    FileInfo? File, ShopLocation? Shop, int Last, double? Rate, double? RealTimeFactor, string Run, TimeSpan Wait, ReplayTarget Target);
