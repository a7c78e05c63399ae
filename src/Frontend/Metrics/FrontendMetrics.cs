using System.Diagnostics.Metrics;
using System.Text.Json;
using BookRecs.Frontend.Transactions;
using BookRecs.Grains.Interfaces.Recommendations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Frontend.Metrics;

/// <summary>What the front end counts, under the meter "BookRecs.Frontend".</summary>
internal sealed class FrontendMetrics
{
    public const string MeterName = "BookRecs.Frontend";

    private readonly Counter<long> _lists;
    private readonly Counter<long> _transactions;
    private readonly Gauge<int> _ready;
    private readonly Dictionary<FallbackReason, string> _reasons =
        Enum.GetValues<FallbackReason>().ToDictionary(reason => reason, reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));

    public FrontendMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lists = meter.CreateCounter<long>("bookrecs.recommendation.lists", "{list}", "Lists of recommendations, by why they are not personal");
        _transactions = meter.CreateCounter<long>("bookrecs.transactions", "{transaction}", "Transactions received over HTTP, by what became of them");
        _ready = meter.CreateGauge<int>("bookrecs.ready", null, "Whether a condition of /ready held when it was checked last: 1 or 0");
    }

    /// <summary>Counts a list that was served.</summary>
    public void CountList(FallbackReason? reason) =>
        _lists.Add(1, new KeyValuePair<string, object?>("fallback", reason is { } why ? _reasons[why] : "none"));

    /// <summary>Counts the rows of a batch.</summary>
    public void CountTransactions(RowCounts counts)
    {
        Add("accepted", counts.Accepted);
        Add("duplicate", counts.Duplicate);
        Add("conflict", counts.Conflict);
        Add("invalid", counts.Invalid);
        Add("failed", counts.Failed);

        void Add(string status, int rows)
        {
            if (rows > 0)
                _transactions.Add(rows, new KeyValuePair<string, object?>("status", status));
        }
    }

    /// <summary>Notes which conditions hold.</summary>
    public void SetReady(HealthReport report)
    {
        foreach (var (name, check) in report.Entries)
            _ready.Record(check.Status == HealthStatus.Unhealthy ? 0 : 1, new KeyValuePair<string, object?>("check", name));
    }
}
