using BookRecs.EndToEnd.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace BookRecs.EndToEnd.Tests;

/// <summary>Begins with the test that takes longest, so that the others run beside it and none waits for it at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
    [
        .. testCollections
            .OrderByDescending(static collection => collection.TestCollectionDisplayName.Contains(nameof(KafkaKillTests), StringComparison.Ordinal))
            .ThenBy(static collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
    ];
}
