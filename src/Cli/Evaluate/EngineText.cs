using System.Globalization;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Cli.Evaluate;

/// <summary>How the engine was trained, in a few lines.</summary>
internal static class EngineText
{
    private const int MostFeatures = 10;

    /// <summary>Writes what was tuned and which features count most; nothing where no rankers were trained.</summary>
    public static void Write(TextWriter output, EngineReport? engine)
    {
        if (engine is null || engine.FeatureImportance.IsEmpty)
            return;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"engine: {engine.Trees} trees learned from {engine.Users:N0} users, after {engine.Trials.Length} trials of settings"));
        if (HeldOut(engine.HoldoutBy) is { } heldOut)
            output.WriteLine($"its rankers learned to foretell {heldOut}");
        if (engine.IsTuningCutShort)
            output.WriteLine("the time for tuning ran out before every setting was tried: another run may choose others");
        if (engine.ColdBoost > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"scores of books with fewer than 5 readers are raised by {engine.ColdBoost:0.##}, so that no source alone finds them better"));
        }

        output.WriteLine("features that count most (share of the gain):");
        foreach (var (feature, gain, _) in engine.FeatureImportance.Take(MostFeatures))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {feature,-28} {gain,7:P1}"));
        output.WriteLine();
    }

    private static string? HeldOut(HoldoutKind kind) => kind switch
    {
        HoldoutKind.Time => "the latest acts of all",
        HoldoutKind.UserLatest => "the latest acts of each user",
        HoldoutKind.UserRandom => "a random part of each user's acts",
        _ => null,
    };
}
