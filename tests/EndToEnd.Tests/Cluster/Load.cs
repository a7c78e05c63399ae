using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>
/// Readers and shops at a fixed rate, whether the service keeps up or not: every fifth request records a purchase, the others ask for
/// lists. A late answer counts from the moment its request was due.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Readers = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly string _prefix;
    private readonly string[] _books;
    private readonly int _rate;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Answer> _answers = [];
    private readonly Task _run;

    private Load(Uri frontend, string prefix, string[] books, int rate)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 }) { BaseAddress = frontend, Timeout = Patience };
        (_prefix, _books, _rate) = (prefix, books, rate);
        _run = RunAsync();
    }

    /// <summary>The ids of the purchases that were sent, with their books.</summary>
    public ConcurrentDictionary<string, string> Sent { get; } = new();

    /// <summary>The ids that were acknowledged.</summary>
    public ConcurrentDictionary<string, bool> Acknowledged { get; } = new();

    /// <summary>All answers so far.</summary>
    public IReadOnlyCollection<Answer> Answers => _answers;

    public static Load Start(SiloProcess frontend, string prefix, string[] books, int rate) => new(new Uri(frontend.Url), prefix, books, rate);

    /// <summary>Waits for more answers, of whatever kind.</summary>
    public async Task WaitForAnswersAsync(int more, CancellationToken cancellation)
    {
        var wanted = _answers.Count + more;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (_answers.Count < wanted)
            await poll.WaitForNextTickAsync(timeout.Token);
    }

    /// <summary>Stops, and waits for the answers that are still to come.</summary>
    public async Task<IReadOnlyList<Answer>> StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
        return [.. _answers.OrderBy(answer => answer.At)];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    /// <summary>The duration that a share of answers did not exceed.</summary>
    public static TimeSpan Percentile(IEnumerable<Answer> answers, double share)
    {
        var sorted = answers.Select(answer => answer.Took).Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    private async Task RunAsync()
    {
        var requests = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var sent = 0; !_stop.IsCancellationRequested;)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * _rate); sent < due; sent++)
                requests.Add(SendAsync(sent, start + (long)((double)sent / _rate * Stopwatch.Frequency)));
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(requests);
    }

    private async Task SendAsync(int number, long due)
    {
        await Task.Yield();
        var isPurchase = number % 5 == 0;
        var isFallback = false;
        int status;
        string? failure = null;
        try
        {
            using var response = await (isPurchase ? PurchaseAsync(number) : _http.GetAsync($"/v1/recommendations?user_id=load-{number % Readers}"));
            status = (int)response.StatusCode;
            var body = await response.Content.ReadAsStringAsync();
            if (status != 200)
                failure = body;
            else if (isPurchase)
                Acknowledged[Id(number)] = true;
            else
                (isFallback, failure) = Judge(JsonNode.Parse(body)!);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            (status, failure) = (0, error.Message);
        }

        _answers.Add(new Answer(due, Stopwatch.GetElapsedTime(due), isPurchase, status, isFallback, failure));
    }

    private Task<HttpResponseMessage> PurchaseAsync(int number)
    {
        var book = Sent[Id(number)] = _books[number / 5 % _books.Length];
        var act = new { transaction_id = Id(number), user_id = $"load-{number % Readers}", item_id = book, kind = "purchase" };
        return _http.PostAsJsonAsync("/v1/transactions", new { transactions = new[] { act } });
    }

    private static (bool IsFallback, string? Failure) Judge(JsonNode list)
    {
        var reason = (string?)list["meta"]!["fallback_reason"];
        return (reason is "deadline" or "unavailable", list["items"]!.AsArray().Count == 0 ? "an empty list" : null);
    }

    private string Id(int number) => $"{_prefix}{number}";

    /// <summary>One answer.</summary>
    /// <param name="At">When its request was due.</param>
    /// <param name="Took">From then to the end of the answer.</param>
    /// <param name="IsPurchase">Whether it recorded, or asked for a list.</param>
    /// <param name="Status">The HTTP status; 0 when there was none.</param>
    /// <param name="IsFallback">Whether the list was not the reader's own because no silo answered in time.</param>
    /// <param name="Failure">What was wrong.</param>
    internal sealed record Answer(long At, TimeSpan Took, bool IsPurchase, int Status, bool IsFallback, string? Failure);
}
