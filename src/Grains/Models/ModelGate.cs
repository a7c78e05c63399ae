using System.Globalization;
using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Models;

/// <summary>
/// Judges a new model against the one that serves, by their holdout metrics: neither overall nor on cold items may it lose
/// more than the tolerance, so that no model wins warm by losing cold.
/// </summary>
/// <param name="tolerance">The part of the active model's metric that may be lost, 0 to 1.</param>
public sealed class ModelGate(double tolerance)
{
    /// <summary>The metrics that are compared, in the names of <see cref="ModelEntry.Metrics"/>.</summary>
    public static readonly IReadOnlyList<string> ComparedMetrics = ["overall.ndcg@10", "cold.ndcg@10"];

    /// <summary>Judges a model.</summary>
    /// <param name="candidate">The new model.</param>
    /// <param name="active">The model that serves, or null.</param>
    public GateDecision Judge(ModelEntry candidate, ModelEntry? active)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (active is null)
            return new GateDecision(true, "admitted: no model serves yet");
        var compared = new List<string>();
        foreach (var metric in ComparedMetrics)
        {
            if (!active.Metrics.TryGetValue(metric, out var present) || !double.IsFinite(present))
                continue;
            if (!candidate.Metrics.TryGetValue(metric, out var offered) || !double.IsFinite(offered))
                continue;
            var least = present * (1 - tolerance);
            if (offered < least)
            {
                return new GateDecision(false, string.Create(
                    CultureInfo.InvariantCulture,
                    $"refused: {metric} {offered:0.#####} is below {least:0.#####}, the {present:0.#####} of {active.Version} less {tolerance:P0}"));
            }

            compared.Add(string.Create(CultureInfo.InvariantCulture, $"{metric} {offered:0.#####} against {present:0.#####}"));
        }

        return compared.Count == 0
            ? new GateDecision(true, $"admitted: nothing to compare, as it or {active.Version} has no holdout metrics")
            : new GateDecision(true, $"admitted: {string.Join(", ", compared)} of {active.Version}");
    }
}
