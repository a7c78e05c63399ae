namespace BookRecs.Frontend.Tests;

/// <summary>
/// Tests that run alone in their process: a server that another test stops takes the metrics of its name away from every server of the process.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MetricsCollection
{
    public const string Name = "metrics";
}
