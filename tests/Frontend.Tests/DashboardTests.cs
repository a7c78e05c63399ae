using System.Text.RegularExpressions;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Tests.Fakes;

namespace BookRecs.Frontend.Tests;

/// <summary>Dashboards and alerts ask for metrics that exist; a renamed metric would leave them silent.</summary>
public sealed partial class DashboardTests
{
    // Made by Prometheus itself.
    private static readonly string[] OfPrometheus = ["up"];

    public static TheoryData<string> Files() => ["deploy/grafana/dashboards/bookrecs.json", "deploy/prometheus/alerts.yml"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryMetric_IsExported(string file)
    {
        var known = OwnMetrics().Concat(await MetricsOfPlatformAsync()).Concat(OfPrometheus).ToHashSet(StringComparer.Ordinal);
        var named = Named(await File.ReadAllTextAsync(RepositoryFiles.Path(file.Split('/')), TestContext.Current.CancellationToken));
        Assert.True(named.Count > 5, $"{file} seems to name no metrics any more; mend this test.");
        Assert.All(named, metric => Assert.True(known.Contains(Base(metric, known)), $"{file} asks for {metric}, which no code exports."));
    }

    [Fact]
    public void EveryOwnMetric_IsCollected() => Assert.All(
        MeterNames(),
        meter => Assert.True(
            MetricsEndpoint.Meters.Any(pattern => meter == pattern || (pattern.EndsWith('*') && meter.StartsWith(pattern[..^1], StringComparison.Ordinal))),
            $"Meter {meter} is not in {nameof(MetricsEndpoint)}.{nameof(MetricsEndpoint.Meters)}, so nobody sees its metrics."));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(RepositoryFiles.Path("src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static IEnumerable<string> MeterNames() => Sources()
        .SelectMany(source => MeterName().Matches(source)).Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> OwnMetrics() =>
        from source in Sources()
        from Match instrument in Instrument().Matches(source)
        let isCounter = instrument.Groups["kind"].Value is "Counter" or "ObservableCounter"
        select PrometheusName.Of(instrument.Groups["name"].Value, instrument.Groups["unit"].Value, isCounter);

    private static async Task<IEnumerable<string>> MetricsOfPlatformAsync()
    {
        await using var server = await FrontendServer.StartAsync();
        using var warmUp = await server.Http.GetAsync("/v1/recommendations?user_id=7", TestContext.Current.CancellationToken);
        var text = await server.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);
    }

    // A histogram is asked for by its parts.
    private static string Base(string metric, HashSet<string> known) =>
        known.Contains(metric) ? metric : HistogramPart().Replace(metric, "");

    private static IReadOnlyCollection<string> Named(string text) => [.. Expression().Matches(text)
        .Select(match => Quoted().Replace(match.Groups["expression"].Value.Replace("\\\"", "\"", StringComparison.Ordinal), ""))
        .SelectMany(expression => Metric().Matches(expression))
        .Select(match => match.Value)
        .Distinct()];

    /// <summary>What stands behind "expr", in JSON as a string, in YAML on its line or on the indented lines that follow.</summary>
    [GeneratedRegex("""(?m)("expr": "(?<expression>(\\.|[^"\\])*)"|^ +expr: (?<expression>[^|\n].*)$|^ +expr: \|\n(?<expression>( {6,}.*\n)+))""")]
    private static partial Regex Expression();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    /// <summary>A name before a selector or range, or one of ours anywhere.</summary>
    [GeneratedRegex(@"\b[a-z]\w+(?=[{\[])|\bbookrecs_\w+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex("""Create(?<kind>Counter|UpDownCounter|Gauge|Histogram|ObservableCounter|ObservableUpDownCounter|ObservableGauge)(<\w+>)?\(\s*"(?<name>[^"]+)",(\s*\(\) =>[^"]*?,|\s*(?!null)[\w.]+,)?\s*("(?<unit>[^"]*)"|null)""")]
    private static partial Regex Instrument();

    [GeneratedRegex("MeterName = \"(?<name>[^\"]+)\"")]
    private static partial Regex MeterName();
}
