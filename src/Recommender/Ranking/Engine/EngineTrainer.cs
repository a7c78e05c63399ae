using System.Collections.Immutable;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Trains the engine's rankers on inner holdouts: the sources are fitted on a holdout's train part, their candidates for its users are
/// labelled by what was held out, and the rankers learn to put those first; the mean of several final rankers serves. Where dates bring no
/// cold items, some items are hidden wholly, and users' candidates among those alone make queries of their own.
/// </summary>
internal sealed class EngineTrainer(
    TrainingData data,
    CandidateOptions options,
    IReadOnlyList<string> sourceNames,
    int seed,
    int threads,
    IProgress<EngineProgress>? progress,
    CancellationToken cancellationToken)
{
    private const double TunedFraction = 0.4;
    private const double FoldsFraction = 0.7;
    private const int PreRankerUsers = 800;
    private const int MinQueries = 20;
    private const int MinParts = 4;

    private EngineOptions _engine = options.Engine;

    public EngineTraining Train()
    {
        var holdout = HoldOut(0);
        if (holdout is null)
            return WithoutRankers(options, new EngineReport());
        SharedFit? shared = new(holdout.Train.Interactions);
        shared.Plan(options, sourceNames);
        var tuner = new SourceTuner(holdout, shared, threads, TimeProvider.System, cancellationToken);
        var chosen = tuner.Choose(
            options, (trial, done) => progress?.Report(new EngineProgress($"tune {trial}", TunedFraction * done)));
        var report = new EngineReport { Trials = [.. tuner.Trials], IsTuningCutShort = tuner.IsCutShort };

        LogisticModel? preRanker = null;
        EngineRows? rows = null;
        NewItemRows? newItemRows = null;
        IReadOnlyList<string> scoreNames = [];
        var team = new WorkTeam(threads, cancellationToken);
        var usersLearnedFrom = 0;
        var kind = holdout.Kind;
        var folds = kind == HoldoutKind.UserRandom ? _engine.Folds : 1;
        _engine = _engine.ForUsers(folds * holdout.SampleUsers(_engine.MaxUsers / folds).Length);
        var parts = Math.Max(MinParts, _engine.FinalRankers);
        for (var fold = 0; fold < folds && holdout is not null; fold++, holdout = fold < folds ? HoldOut(fold) : null)
        {
            var done = (double)fold / folds;
            Report($"fit the sources on inner holdout {fold + 1} of {folds}", done);
            shared ??= new SharedFit(holdout.Train.Interactions);
            var sources = SourceSet.Fit(holdout.Train, shared, chosen, sourceNames, threads, cancellationToken);
            shared = null;
            var facts = ItemFacts.Of(holdout.Train);
            var scales = EngineScales.Measure(holdout.Train, sources, facts, _engine, threads, cancellationToken);
            var stages = EngineSource.StagesOf(sources, facts, scales, _engine);
            var queries = new EngineQueries(holdout, stages, facts, _engine, parts, seed, threads, cancellationToken);
            var users = holdout.SampleUsers(_engine.MaxUsers / folds);
            if (preRanker is null)
            {
                Report("train the pre-ranker", done);
                preRanker = TrainPreRanker(queries, stages.Features, users);
                if (preRanker is null)
                    return WithoutRankers(chosen, report);
                scoreNames = stages.Features.Columns.Names;
                rows = new EngineRows(stages.Features.Names, scoreNames, _engine, team);
            }

            Report($"find the candidates of inner holdout {fold + 1} of {folds}", done + (0.5 / folds));

            // The final rankers need few queries about hidden items, which cost as much as the others.
            queries.AddRows(users, rows!, preRanker, asksAboutHidden: fold == 0);
            if (holdout.HiddenItems is { } hidden && sources.ColdStart?.Nearest is { } nearest)
            {
                newItemRows ??= new NewItemRows([.. stages.Features.Names, .. NewItemFeatures.Names], data.Items.Count, _engine, team);
                var features = new NewItemFeatures(nearest, newItems: null, data.Items.Count, facts);
                queries.AddNewItemRows(users, newItemRows, preRanker, newItemRows.Claim(hidden), fold, features);
            }

            usersLearnedFrom += users.Length;
        }

        return rows!.Count < MinQueries || !rows.CanTeachAll
            ? WithoutRankers(chosen, report)
            : TrainFinalRankers(rows, newItemRows, preRanker!, scoreNames, chosen, team, report with { HoldoutBy = kind, Users = usersLearnedFrom });
    }

    /// <summary>Learns the final rankers and takes their mean.</summary>
    private EngineTraining TrainFinalRankers(
        EngineRows rows,
        NewItemRows? newItemRows,
        LogisticModel preRanker,
        IReadOnlyList<string> scoreNames,
        CandidateOptions chosen,
        WorkTeam team,
        EngineReport report)
    {
        var settings = _engine.FinalRanker with
        {
            Seed = seed,
            Increasing = [.. _engine.FinalRanker.Increasing, .. scoreNames, .. scoreNames.Select(EngineFeatures.RelativeOf)],
        };
        var newItemRankers = newItemRows is { CanTeach: true } ? newItemRows.Holdouts : 0;
        var listener = Listen(_engine.FinalRankers + newItemRankers);
        var data = rows.Build();
        var heldOutScores = new float[data.Queries.RowCount];
        var fits = LambdaMart.FitParts(
            data, _engine.FinalRankers, rows.RoleOf, settings, heldOutScores, threads, listener, cancellationToken);
        var mean = TreeEnsemble.MeanOf([.. fits.Select(static fit => fit.Model)]);
        var boost = ColdBoost.Choose(rows.HeldOut, heldOutScores, _engine.ColdBoostTolerance, settings.ValidationPlaces, team);
        var (newItems, validated) = rows.BuildNewItems();
        var (newItemOrder, newItemNdcg) = NewItemOrder.Choose(
            newItems, query => fits[validated[query]].Model, settings.ValidationPlaces, threads);
        var newItemRanker = newItemRankers == 0 ? null : NewItemRanker.Learn(
            newItemRows!,
            newItemOrder.Count > 0 ? newItemOrder : NewItemOrder.FirstOf(scoreNames),
            settings,
            threads,
            listener?.After(_engine.FinalRankers),
            cancellationToken);
        var judged = fits.Where(static fit => fit.ValidationNdcg.Count > 0).ToArray();
        var rankers = new EngineRankers(
            preRanker,
            ColdBoost.Apply(mean, boost, rows.HeldOut.HaveNewItems),
            [.. newItemRanker?.Ranker is null ? newItemOrder : newItemRanker.Order],
            newItemRanker?.Ranker);
        return new EngineTraining(sourceNames, chosen, rankers, report with
        {
            ColdBoost = boost,
            NewItemRankerNdcg = newItemRanker?.Ndcg,
            NewItemOrderNdcg = newItemRanker?.OrderNdcg,
            NewItemNdcg = newItemNdcg.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Trees = mean.TreeCount,
            ValidationNdcg = judged.Length > 0 ? judged.Average(static fit => fit.ValidationNdcg.Max()) : null,
            ScoreNdcg = rows.ScoreNdcg,
            FeatureImportance = [.. mean.FeatureImportance()],
        });
    }

    /// <summary>Without rankers only the blend is asked.</summary>
    private EngineTraining WithoutRankers(CandidateOptions chosen, EngineReport report) =>
        new([.. sourceNames.Where(SourceSet.BaseNames.Contains)], chosen, null, report);

    /// <summary>Makes a holdout; one after the first hides items only where a source can find them, as it then teaches how new ones rank.</summary>
    private Holdout? HoldOut(int fold) => Holdout.Make(
        data,
        _engine.HoldoutFraction,
        fold == 0 || sourceNames.Contains(ColdStartSource.SourceName) ? _engine.HiddenItemFraction : 0,
        _engine.MinInteractions,
        unchecked(seed + (fold * 7919)),
        _engine.TimeHoldoutFraction,
        _engine.HoldoutBy);

    private LogisticModel? TrainPreRanker(EngineQueries queries, EngineFeatures features, int[] users)
    {
        var builder = new RankingDataSetBuilder(features.PreNames);
        queries.AddPreRows([.. users.Take(PreRankerUsers)], builder);
        var rows = builder.Build();
        // Where readers have nearly all there is, every candidate may be one that was held out.
        var canTeach = rows.GroupCount >= MinQueries && rows.Labels.Contains(0f);
        return canTeach ? LogisticRegression.Fit(rows, _engine.PreRanker, threads, cancellationToken) : null;
    }

    private void Report(string stage, double ofFolds) =>
        progress?.Report(new EngineProgress(stage, TunedFraction + ((FoldsFraction - TunedFraction) * ofFolds)));

    private Listener? Listen(int rankers) => progress is null ? null : new Listener(progress, _engine.FinalRanker.Trees, rankers);

    private sealed class Listener(IProgress<EngineProgress> progress, int treesOfEach, int rankers) : IProgress<LambdaMartProgress>
    {
        private const int Every = 25;

        /// <summary>Counts the trees of rankers that come after so many others.</summary>
        public LambdaMartProgressOffset After(int others) => new(this, others * treesOfEach);

        public void Report(LambdaMartProgress value)
        {
            if (value.Trees % Every == 0)
            {
                progress.Report(new EngineProgress(
                    $"train the final rankers: {value.Trees} trees", FoldsFraction + ((1 - FoldsFraction) * value.Trees / (rankers * treesOfEach))));
            }
        }
    }
}
