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

        var kind = holdout.Kind;
        var engine = options.Engine;
        var folds = kind == HoldoutKind.UserRandom ? engine.Folds : 1;
        engine = engine.ForUsers(folds * holdout.SampleUsers(engine.MaxUsers / folds).Length);
        var sets = new EngineTrainingSets(engine, folds, seed, threads, Report, cancellationToken);
        for (var fold = 0; fold < folds && holdout is not null; fold++, holdout = fold < folds ? HoldOut(fold) : null)
        {
            Report($"fit the sources on inner holdout {fold + 1} of {folds}", (double)fold / folds);
            shared ??= new SharedFit(holdout.Train.Interactions);
            var sources = SourceSet.Fit(holdout.Train, shared, chosen, sourceNames, threads, cancellationToken);
            shared = null;
            if (!sets.TryAdd(holdout, fold, sources))
                return WithoutRankers(chosen, report);
        }

        return sets.CanTeach
            ? TrainRankers(sets, engine, chosen, report with { HoldoutBy = kind, Users = sets.Users })
            : WithoutRankers(chosen, report);
    }

    /// <summary>Learns the final rankers and takes their mean, and the ranker of new items.</summary>
    private EngineTraining TrainRankers(EngineTrainingSets sets, EngineOptions engine, CandidateOptions chosen, EngineReport report)
    {
        var (rows, scoreNames) = (sets.Rows!, sets.ScoreNames);
        var settings = engine.FinalRanker with
        {
            Seed = seed,
            Increasing = [.. engine.FinalRanker.Increasing, .. scoreNames, .. scoreNames.Select(EngineFeatures.RelativeOf)],
        };
        var newItemRankers = sets.NewItemRows is { CanTeach: true } teaching ? teaching.Holdouts : 0;
        var listener = Listen(engine.FinalRanker.Trees, engine.FinalRankers + newItemRankers);
        var queries = rows.Build();
        var heldOutScores = new float[queries.Queries.RowCount];
        var fits = LambdaMart.FitParts(
            queries, engine.FinalRankers, rows.RoleOf, settings, heldOutScores, threads, listener, cancellationToken);
        var mean = TreeEnsemble.MeanOf([.. fits.Select(static fit => fit.Model)]);
        var boost = ColdBoost.Choose(
            rows.HeldOut, heldOutScores, engine.ColdBoostTolerance, settings.ValidationPlaces, new WorkTeam(threads, cancellationToken));
        var (newItems, validated) = rows.BuildNewItems();
        var (newItemOrder, newItemNdcg) = NewItemOrder.Choose(
            newItems, query => fits[validated[query]].Model, settings.ValidationPlaces, threads);
        var newItemRanker = newItemRankers == 0 ? null : NewItemRanker.Learn(
            sets.NewItemRows!,
            newItemOrder.Count > 0 ? newItemOrder : NewItemOrder.FirstOf(scoreNames),
            settings,
            threads,
            listener?.After(engine.FinalRankers),
            cancellationToken);
        var judged = fits.Where(static fit => fit.ValidationNdcg.Count > 0).ToArray();
        var rankers = new EngineRankers(
            sets.PreRanker!,
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
        options.Engine.HoldoutFraction,
        fold == 0 || sourceNames.Contains(ColdStartSource.SourceName) ? options.Engine.HiddenItemFraction : 0,
        options.Engine.MinInteractions,
        unchecked(seed + (fold * 7919)),
        options.Engine.TimeHoldoutFraction,
        options.Engine.HoldoutBy);

    private void Report(string stage, double ofFolds) =>
        progress?.Report(new EngineProgress(stage, TunedFraction + ((FoldsFraction - TunedFraction) * ofFolds)));

    private Listener? Listen(int treesOfEach, int rankers) => progress is null ? null : new Listener(progress, treesOfEach, rankers);

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
