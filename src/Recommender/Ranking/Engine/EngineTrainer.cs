using System.Collections.Immutable;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Trains the engine's rankers on inner holdouts: the sources are fitted on a holdout's train part, their candidates for its users are
/// labelled by what was held out, and the rankers learn to put those first. Where dates bring no cold items, some items are hidden
/// wholly, and users' candidates among those alone make queries of their own.
/// </summary>
internal sealed class EngineTrainer(
    TrainingData data,
    CandidateOptions options,
    IReadOnlyList<string> parts,
    int seed,
    int threads,
    IProgress<EngineProgress>? progress,
    CancellationToken cancellationToken)
{
    private const double TunedFraction = 0.4;
    private const double FoldsFraction = 0.7;
    private const int PreRankerUsers = 800;
    private const int MinQueries = 20;
    private const ulong ValidationPart = 4;

    private readonly EngineOptions _engine = options.Engine;

    public EngineTraining Train()
    {
        var holdout = HoldOut(0);
        if (holdout is null)
            return WithoutRankers(options, new EngineReport());
        SharedFit? shared = new(holdout.Train.Interactions);
        shared.Plan(options, parts);
        var tuner = new SourceTuner(holdout, shared, threads, TimeProvider.System, cancellationToken);
        var chosen = tuner.Choose(
            options, (trial, done) => progress?.Report(new EngineProgress($"tune {trial}", TunedFraction * done)));
        var report = new EngineReport { Trials = [.. tuner.Trials], IsTuningCutShort = tuner.IsCutShort };

        LogisticModel? preRanker = null;
        RankingDataSetBuilder? train = null, validation = null;
        IReadOnlyList<string> scoreNames = [];
        var usersLearnedFrom = 0;
        var folds = holdout.SplitBy == "time" ? 1 : _engine.Folds;
        for (var fold = 0; fold < folds && holdout is not null; fold++, holdout = fold < folds ? HoldOut(fold) : null)
        {
            var done = (double)fold / folds;
            Report($"fit the sources on inner holdout {fold + 1} of {folds}", done);
            shared ??= new SharedFit(holdout.Train.Interactions);
            var sources = SourceSet.Fit(holdout.Train, shared, chosen, parts, threads, cancellationToken);
            shared = null;
            var facts = ItemFacts.Of(holdout.Train);
            var scales = EngineScales.Measure(holdout.Train, sources, facts, _engine);
            var stages = EngineSource.StagesOf(sources, facts, scales, _engine);
            var queries = new EngineQueries(holdout, stages, facts, _engine, threads, cancellationToken);
            var users = holdout.SampleUsers(_engine.MaxUsers / folds);
            if (preRanker is null)
            {
                Report("train the pre-ranker", done);
                preRanker = TrainPreRanker(queries, stages.Features, users);
                if (preRanker is null)
                    return WithoutRankers(chosen, report);
                scoreNames = stages.Features.Columns.Names;
                (train, validation) = (new RankingDataSetBuilder(stages.Features.Names), new RankingDataSetBuilder(stages.Features.Names));
            }

            Report($"find the candidates of inner holdout {fold + 1} of {folds}", done + (0.5 / folds));
            queries.AddRows(users.Where(user => !IsForValidation(user)), train!, preRanker, isValidation: false);
            queries.AddRows(users.Where(IsForValidation), validation!, preRanker, isValidation: true);
            usersLearnedFrom += users.Length;
        }

        var (trainRows, validationRows) = (train!.Build(), validation!.Build());
        if (trainRows.GroupCount < MinQueries)
            return WithoutRankers(chosen, report);
        var settings = _engine.FinalRanker with
        {
            Seed = seed,
            Increasing = [.. _engine.FinalRanker.Increasing, .. scoreNames, .. scoreNames.Select(EngineFeatures.RelativeOf)],
        };
        var fit = LambdaMart.Fit(
            trainRows, validationRows.GroupCount > 0 ? validationRows : null, settings, threads, Listen(), null, cancellationToken);
        var (newItemOrder, newItemNdcg) = NewItemOrder.Choose(validationRows, fit.Model, settings.ValidationPlaces, threads);
        return new EngineTraining(parts, chosen, new EngineRankers(preRanker!, fit.Model, newItemOrder), report with
        {
            NewItemNdcg = newItemNdcg.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Users = usersLearnedFrom,
            Trees = fit.Model.TreeCount,
            ValidationNdcg = fit.ValidationNdcg.Count > 0 ? fit.ValidationNdcg.Max() : null,
            ScoreNdcg = NdcgOfScores(validationRows, scoreNames),
            FeatureImportance = [.. fit.Model.FeatureImportance()],
        });
    }

    /// <summary>Without rankers only the blend is asked.</summary>
    private EngineTraining WithoutRankers(CandidateOptions chosen, EngineReport report) =>
        new([.. parts.Where(SourceSet.BaseNames.Contains)], chosen, null, report);

    private Holdout? HoldOut(int fold) => Holdout.Make(
        data, _engine.HoldoutFraction, fold == 0 ? _engine.HiddenItemFraction : 0, _engine.MinInteractions, unchecked(seed + (fold * 7919)),
        _engine.TimeHoldoutFraction);

    private bool IsForValidation(int user) =>
        StableHash.Mix(StableHash.Of(data.Users[user]) ^ StableHash.Mix((uint)seed)) % ValidationPart == 0;

    private LogisticModel? TrainPreRanker(EngineQueries queries, EngineFeatures features, int[] users)
    {
        var builder = new RankingDataSetBuilder(features.PreNames);
        queries.AddPreRows(users.Take(PreRankerUsers), builder);
        var rows = builder.Build();
        return rows.GroupCount < MinQueries ? null : LogisticRegression.Fit(rows, _engine.PreRanker, threads, cancellationToken);
    }

    private ImmutableSortedDictionary<string, double> NdcgOfScores(RankingDataSet validation, IReadOnlyList<string> names)
    {
        var ndcgs = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        var scores = new float[validation.RowCount];
        for (var column = 0; column < names.Count; column++)
        {
            for (var row = 0; row < scores.Length; row++)
                scores[row] = validation.Row(row)[column];
            ndcgs[names[column]] = RankingMetrics.Ndcg(validation, scores, _engine.FinalRanker.ValidationPlaces, threads);
        }

        return ndcgs.ToImmutable();
    }

    private void Report(string stage, double ofFolds) =>
        progress?.Report(new EngineProgress(stage, TunedFraction + ((FoldsFraction - TunedFraction) * ofFolds)));

    private Listener? Listen() => progress is null ? null : new Listener(progress, _engine.FinalRanker.Trees);

    private sealed class Listener(IProgress<EngineProgress> progress, int trees) : IProgress<LambdaMartProgress>
    {
        private const int Every = 25;

        public void Report(LambdaMartProgress value)
        {
            if (value.Trees % Every == 0)
            {
                progress.Report(new EngineProgress(
                    $"train the final ranker: {value.Trees} trees", FoldsFraction + ((1 - FoldsFraction) * value.Trees / trees)));
            }
        }
    }
}
