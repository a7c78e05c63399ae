using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>What a load has met, checked and filed.</summary>
internal static class Outcome
{
    // Results are filed only when asked for: a test run must not change the repository.
    private const string Folder = "BOOKRECS_RESULTS";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Whether results are filed.</summary>
    public static bool IsMeasured => Environment.GetEnvironmentVariable(Folder) is { Length: > 0 };

    /// <summary>Seconds from a moment to the end of the last answer that shows it: a substitute list, or one that took more than 1 s.</summary>
    public static double SecondsUntilWell(IEnumerable<Load.Answer> answers, long moment) => answers
        .Where(answer => answer.IsFallback || answer.Took > TimeSpan.FromSeconds(1))
        .Select(answer => Stopwatch.GetElapsedTime(moment, answer.At).TotalSeconds + answer.Took.TotalSeconds)
        .Append(0)
        .Max();

    /// <summary>Every request was answered with 200 and something to show.</summary>
    public static void AllAnswered(IReadOnlyList<Load.Answer> answers, ClusterShop shop)
    {
        var bad = answers.Where(answer => answer.Status != 200 || answer.Failure is not null).ToArray();
        Assert.True(
            bad.Length == 0,
            $"{bad.Length} of {answers.Count} requests failed; the first: {bad.FirstOrDefault()}\n{shop.Consoles}");
    }

    /// <summary>Every acknowledged purchase is in the log, once; every book counts those in the log, once.</summary>
    public static async Task NothingLostAsync(Load load, ClusterShop shop, string prefix, IReadOnlyDictionary<string, long> before, CancellationToken cancellation)
    {
        var logged = await shop.TransactionIdsAsync(prefix);
        Assert.Equal(logged.Length, logged.Distinct().Count());
        Assert.Empty(load.Acknowledged.Keys.Except(logged));
        Assert.Empty(logged.Except(load.Sent.Keys));
        var added = logged.CountBy(id => load.Sent[id]).ToDictionary();
        foreach (var (book, count) in before)
            Assert.Equal(count + added.GetValueOrDefault(book), await PurchasesAsync(shop, book, cancellation));
    }

    /// <summary>What a book's grain has counted.</summary>
    public static async Task<long> PurchasesAsync(ClusterShop shop, string book, CancellationToken cancellation) =>
        (long)(await shop.Frontend.GetJsonAsync($"/v1/items/{Uri.EscapeDataString(book)}", cancellation))["counts"]!["purchases"]!;

    /// <summary>Files figures under a name, when a folder for them is named.</summary>
    public static void File(string name, IReadOnlyList<Load.Answer> answers, int rate, object figures)
    {
        var lists = answers.Where(answer => !answer.IsPurchase).ToArray();
        var purchases = answers.Where(answer => answer.IsPurchase).ToArray();
        var result = new
        {
            Requests = answers.Count,
            RequestsPerSecond = rate,
            Errors = answers.Count(answer => answer.Status != 200),
            SubstituteLists = lists.Count(answer => answer.IsFallback),
            AllMs = Percentiles(answers),
            ListsMs = Percentiles(lists),
            PurchasesMs = Percentiles(purchases),
            Figures = figures,
        };
        var text = JsonSerializer.Serialize(result, Json);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {text}");
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder)
            System.IO.File.WriteAllText(Path.Combine(folder, $"cluster-{name}.json"), text + "\n");
    }

    private static Dictionary<string, double> Percentiles(IReadOnlyCollection<Load.Answer> answers) =>
        ((double[])[0.5, 0.99, 0.999, 1]).ToDictionary(
            share => share == 1 ? "max" : string.Create(CultureInfo.InvariantCulture, $"p{share * 100:0.#}"),
            share => Math.Round(Load.Percentile(answers, share).TotalMilliseconds, 1));
}
