using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BookRecs.Frontend.Metrics;

/// <summary>Keeps the text of the last collection.</summary>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    /// <summary>The metrics as they were collected last.</summary>
    public string Text { get; private set; } = "";

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var metrics = new List<Metric>();
        foreach (var metric in batch)
            metrics.Add(metric);
        var text = new PrometheusText();
        foreach (var metric in metrics.OrderBy(PrometheusText.NameOf, StringComparer.Ordinal))
            text.Add(metric);
        Text = text.ToString();
        return ExportResult.Success;
    }
}
