using System.Diagnostics.Metrics;
using System.Text;
using BookRecs.Frontend.Json;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BookRecs.Frontend.Metrics;

/// <summary>GET /metrics: every meter of the service and of what it is built on, for Prometheus.</summary>
internal sealed class MetricsEndpoint : IDisposable
{
    /// <summary>The meters that are collected; a star stands for any ending.</summary>
    public static readonly string[] Meters =
    [
        "BookRecs.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "Npgsql", "System.Runtime",
    ];

    /// <summary>The bounds of the buckets of our own durations, in seconds.</summary>
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PrometheusExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;
    private readonly Lock _collecting = new();

    public MetricsEndpoint()
    {
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(Meters).AddView(ViewOf).AddReader(_reader).Build();
    }

    public Task HandleAsync(HttpContext context)
    {
        string text;
        lock (_collecting)
        {
            _reader.Collect((int)Patience.TotalMilliseconds);
            text = _exporter.Text;
        }
        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(text), PrometheusText.ContentType);
    }

    public void Dispose() => _provider.Dispose();

    // The library's own bounds begin at 5 for whatever it does not know by name.
    private static MetricStreamConfiguration? ViewOf(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s" } && instrument.Meter.Name.StartsWith("BookRecs.", StringComparison.Ordinal)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds }
            : null;
}
