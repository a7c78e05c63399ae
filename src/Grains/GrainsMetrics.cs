using System.Diagnostics.Metrics;

namespace BookRecs.Grains;

/// <summary>What grains and models count, under the meter "BookRecs.Grains". None carries ids of users or items.</summary>
internal static class GrainsMetrics
{
    internal const string MeterName = "BookRecs.Grains";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>1 for the version that this process serves from, 0 for those that it served from before.</summary>
    internal static readonly Gauge<int> ModelServes =
        Meter.CreateGauge<int>("bookrecs.model.serves", null, "1 for the model that this process serves from, 0 for those before");

    internal static readonly Counter<long> ModelLoadFailures =
        Meter.CreateCounter<long>("bookrecs.model.load_failures", "{failure}", "Models that could not be loaded");

    internal static readonly Counter<long> Trainings =
        Meter.CreateCounter<long>("bookrecs.trainings", "{training}", "Trainings that ended, by outcome");

    internal static readonly Gauge<double> TrainingDuration =
        Meter.CreateGauge<double>("bookrecs.training.last_duration", "s", "How long the last training took that made a model");

    internal static KeyValuePair<string, object?> Version(string version) => new("version", version);

    internal static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}
