using System.Collections.Immutable;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Trains the engine's rankers on an inner holdout: the sources are fitted on its train part, their candidates for its users are
/// labelled by what was held out, and the rankers learn to put those first. Where dates bring no cold items, some items are hidden
/// wholly, and users' candidates among those alone make queries of their own.
/// </summary>
internal sealed class EngineTrainer(
    TrainingData data, CandidateOptions options, int seed, int threads, IProgress<string>? progress, CancellationToken cancellationToken)
{
    private const int PreRankerUsers = 800;
    private const int MinQueries = 20;
    private const double ValidationShare = 0.25;

    private readonly EngineOptions _engine = options.Engine;

    public EngineTraining Train()
    {
        var holdout = Holdout.Make(data, _engine.HoldoutFraction, _engine.HiddenItemFraction, _engine.MinInteractions, seed);
        if (holdout is null)
            return new EngineTraining(options, null, new EngineReport());
        var tuner = new SourceTuner(holdout, threads, TimeProvider.System, cancellationToken);
        var chosen = tuner.Choose(options, progress);
        var report = new EngineReport { Trials = [.. tuner.Trials], IsTuningCutShort = tuner.IsCutShort };

        progress?.Report("fit the sources on the inner holdout");
        var sources = SourceSet.Fit(holdout.Train, chosen, SourceSet.PartsOfEngine(holdout.Train), threads, null, cancellationToken);
        var facts = ItemFacts.Of(holdout.Train);
        var queries = new EngineQueries(holdout, EngineSource.StagesOf(sources, facts, _engine), facts, _engine, threads, cancellationToken);
        var users = holdout.SampleUsers(_engine.MaxUsers);

        progress?.Report("train the pre-ranker");
        var preRows = queries.BuildPreRows(users.AsSpan(0, Math.Min(PreRankerUsers, users.Length)));
        if (preRows.GroupCount < MinQueries)
            return new EngineTraining(chosen, null, report);
        var preRanker = LogisticRegression.Fit(preRows, _engine.PreRanker, threads, cancellationToken);

        progress?.Report("find the candidates of the final ranker");
        var validationUsers = Math.Max(1, (int)(users.Length * ValidationShare));
        var validation = queries.BuildRows(users.AsSpan(0, validationUsers), preRanker);
        var train = queries.BuildRows(users.AsSpan(validationUsers), preRanker);
        if (train.GroupCount < MinQueries)
            return new EngineTraining(chosen, null, report);
        var settings = _engine.FinalRanker with { Seed = seed };
        var stopping = LambdaMart.Fit(train, validation.GroupCount > 0 ? validation : null, settings, threads, Listen("stop"), null, cancellationToken);

        // The number of trees is known now: the users kept for validation are too many to waste.
        var all = queries.BuildRows(users, preRanker);
        var fit = LambdaMart.Fit(
            all, null, settings with { Trees = Math.Max(1, stopping.Model.TreeCount) }, threads, Listen("train"), null, cancellationToken);
        return new EngineTraining(chosen, new EngineRankers(preRanker, fit.Model), report with
        {
            Users = users.Length,
            Trees = fit.Model.TreeCount,
            ValidationNdcg = stopping.ValidationNdcg.Count > 0 ? stopping.ValidationNdcg.Max() : null,
            ScoreNdcg = NdcgOfScores(validation, sources),
            FeatureImportance = [.. fit.Model.FeatureImportance()],
        });
    }

    private ImmutableSortedDictionary<string, double> NdcgOfScores(RankingDataSet validation, SourceSet sources)
    {
        var ndcgs = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        var scores = new float[validation.RowCount];
        var names = new ScoreColumns(sources).Names;
        for (var column = 0; column < names.Count; column++)
        {
            for (var row = 0; row < scores.Length; row++)
                scores[row] = validation.Row(row)[column];
            ndcgs[names[column]] = RankingMetrics.Ndcg(validation, scores, _engine.FinalRanker.ValidationPlaces, threads);
        }

        return ndcgs.ToImmutable();
    }

    private Listener? Listen(string what) => progress is null ? null : new Listener(progress, what);

    private sealed class Listener(IProgress<string> progress, string what) : IProgress<LambdaMartProgress>
    {
        private const int Every = 25;

        public void Report(LambdaMartProgress value)
        {
            if (value.Trees % Every == 0)
                progress.Report($"final ranker ({what}): {value.Trees} trees");
        }
    }
}
