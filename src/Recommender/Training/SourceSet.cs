using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Training;

/// <summary>The candidate sources that make up a model.</summary>
internal static class SourceSet
{
    public static IReadOnlyList<ICandidateSource> Load(ArtifactFileReader file, ModelManifest manifest, int itemCount) => [];

    public static IReadOnlyList<ICandidateSource> Fit(
        TrainingData data, TrainingOptions options, Action<string, double, Action> stage, CancellationToken cancellationToken) => [];
}
