using BookRecs.Frontend.Json;
using BookRecs.Frontend.Problems;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Frontend.Health;

/// <summary>GET /health: the process is up, without asking any grain. GET /ready: every health check tagged "ready" holds.</summary>
internal sealed class HealthEndpoint(HealthCheckService checks)
{
    /// <summary>The tag of checks that /ready runs.</summary>
    public const string ReadyTag = "ready";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static Task HealthAsync(HttpContext context) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status200OK, """{"status":"ok"}"""u8.ToArray());

    public async Task ReadyAsync(HttpContext context)
    {
        var results = await RunAsync(context.RequestAborted);
        var waiting = results.Where(r => r.State == ReadinessState.NotReady).ToArray();
        if (waiting.Length == 0)
        {
            var state = results.Any(r => r.State == ReadinessState.Degraded) ? ReadinessState.Degraded : ReadinessState.Ready;
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, new ReadinessBody(state, results), FrontendJson.Context.ReadinessBody);
            return;
        }
        var detail = "Waiting for " + string.Join("; ", waiting.Select(w => w.Reason is null ? w.Name : $"{w.Name}: {w.Reason}")) + ".";
        await ProblemWriter.WriteAsync(context, new Problem(ProblemType.NotReady, detail) { Checks = results, RetryAfterSeconds = 1 });
    }

    private async Task<ReadinessCheck[]> RunAsync(CancellationToken aborted)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(Deadline);
        try
        {
            var report = await checks.CheckHealthAsync(check => check.Tags.Contains(ReadyTag), deadline.Token).WaitAsync(deadline.Token);
            return [.. report.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => Check(e.Key, e.Value))];
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return [new ReadinessCheck("checks", ReadinessState.NotReady, "the checks did not end within 5 seconds")];
        }
    }

    // An exception's text may hold paths and queries; the log has it.
    private static ReadinessCheck Check(string name, HealthReportEntry entry) => entry.Status switch
    {
        HealthStatus.Healthy => new ReadinessCheck(name, ReadinessState.Ready, entry.Description),
        HealthStatus.Degraded => new ReadinessCheck(name, ReadinessState.Degraded, entry.Description),
        _ => new ReadinessCheck(name, ReadinessState.NotReady, entry.Exception is null ? entry.Description : "the check failed"),
    };
}
