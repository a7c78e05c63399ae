using System.Diagnostics.Metrics;

namespace Orleans.Runtime.Local;

/// <summary>The runtime's metrics, under the meter "BookRecs.LocalRuntime".</summary>
internal static class RuntimeMetrics
{
    internal const string MeterName = "BookRecs.LocalRuntime";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Calls =
        Meter.CreateCounter<long>("bookrecs.grain.calls", "{call}", "Calls of grains and observers.");

    internal static readonly Counter<long> Refused =
        Meter.CreateCounter<long>("bookrecs.grain.calls_refused", "{call}", "Calls that a full mailbox or a stopping silo refused.");

    internal static readonly Counter<long> TimedOut =
        Meter.CreateCounter<long>("bookrecs.grain.calls_timed_out", "{call}", "Calls whose answer came too late.");

    internal static readonly Counter<long> Activated =
        Meter.CreateCounter<long>("bookrecs.grain.activations_started", "{activation}", "Activations that became ready.");

    internal static readonly Counter<long> Deactivated =
        Meter.CreateCounter<long>("bookrecs.grain.activations_ended", "{activation}", "Activations that were ready and ended.");

    internal static readonly UpDownCounter<long> Activations =
        Meter.CreateUpDownCounter<long>("bookrecs.grain.activations", "{activation}", "Activations in memory.");
}
