using BookRecs.EndToEnd.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace BookRecs.EndToEnd.Tests;

/// <summary>Begins with the tests that take longest, so that the others run beside them and none waits for them at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [nameof(KafkaKillTests), nameof(KafkaTests), nameof(KillTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
    [
        .. testCollections
            .OrderBy(static collection => PlaceOf(collection.TestCollectionDisplayName))
            .ThenBy(static collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
    ];

    private static int PlaceOf(string collection)
    {
        var place = Array.FindIndex(Longest, name => collection.Contains($".{name}", StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
