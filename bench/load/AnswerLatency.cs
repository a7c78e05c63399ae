using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace BookRecs.Load;

/// <summary>
/// Time from a transaction's due moment to the end of the answer that no longer holds the bought book. Open loop: a slow answer
/// does not delay the posts behind it, so waiting counts.
/// </summary>
internal static class AnswerLatency
{
    private const int WarmUpSeconds = 3;

    public static async Task<int> RunAsync(string url, int readers, int rate, int seconds)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(url) };
        var run = Guid.NewGuid().ToString("N");
        var count = rate * (WarmUpSeconds + seconds);
        var measured = new Task<double>[count];
        var clock = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var number = 0; number < count; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / rate);
            while (clock.Elapsed < due)
                await tick.WaitForNextTickAsync();
            measured[number] = MeasureAsync(http, clock, due, $"{run}-{number}", $"reader-{1 + (number % readers):D5}");
        }

        var milliseconds = (await Task.WhenAll(measured))[(rate * WarmUpSeconds)..];
        Array.Sort(milliseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"posts/s {rate}, posts {milliseconds.Length}, post to changed answer: p50 {At(milliseconds, 0.50):F1} ms, p99 {At(milliseconds, 0.99):F1} ms, max {milliseconds[^1]:F1} ms"));
        return 0;
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1];

    private static async Task<double> MeasureAsync(HttpClient http, Stopwatch clock, TimeSpan due, string transactionId, string userId)
    {
        // The first of the present list is bought: reading it belongs to the preparation, so the clock starts at the later of both.
        var item = (await FirstItemsAsync(http, userId))[0];
        var started = clock.Elapsed > due ? clock.Elapsed : due;
        using var posted = await http.PostAsJsonAsync(
            "/v1/transactions",
            new { transactions = new[] { new { transaction_id = transactionId, user_id = userId, item_id = item, kind = "purchase" } } });
        posted.EnsureSuccessStatusCode();
        if ((await FirstItemsAsync(http, userId)).Contains(item))
            throw new InvalidOperationException($"{userId} still finds {item} in the list after buying it.");
        return (clock.Elapsed - started).TotalMilliseconds;
    }

    private static async Task<string[]> FirstItemsAsync(HttpClient http, string userId)
    {
        var answer = await http.GetFromJsonAsync<JsonNode>($"/v1/recommendations?user_id={userId}");
        return [.. answer!["items"]!.AsArray().Select(item => (string)item!["item_id"]!)];
    }
}
