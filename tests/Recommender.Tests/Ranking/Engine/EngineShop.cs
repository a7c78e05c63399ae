using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>A synthetic shop with enough readers to train rankers, and settings that make it quick.</summary>
internal static class EngineShop
{
    private static readonly Lazy<SourceSet> FittedOnce = new(static () => FitShop());

    public static TrainingData Data { get; } = Make(new SyntheticShopOptions { Users = 300, Items = 400, Interactions = 6_000 });

    /// <summary>The same acts without dates, so that the inner holdout is by user and hides items.</summary>
    public static TrainingData Undated { get; } = Data with
    {
        OccurredAt = Enumerable.Repeat(TrainingData.NoDate, Data.Interactions.EntryCount).ToArray(),
    };

    public static CandidateOptions Options { get; } = new()
    {
        LatentFactors = new LatentFactorsOptions { Factors = 16, Iterations = 3 },
        Engine = new EngineOptions
        {
            CandidatesPerSource = 60,
            Candidates = 250,
            PreRanked = 40,
            Folds = 1,
            TuningBudget = TimeSpan.Zero,
            FinalRanker = new LambdaMartOptions { Trees = 20, Leaves = 8, MinRowsInLeaf = 10 },
        },
    };

    /// <summary>The engine of the shop with dates; never changes.</summary>
    public static SourceSet Fitted => FittedOnce.Value;

    public static SourceSet Fit(
        TrainingData data, CandidateOptions options, int threads, IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        SourceSet.Fit(data, options, [EngineSource.SourceName], threads, progress, cancellationToken);

    public static float[] Scores(SourceSet sources, HistoryItem[] history)
    {
        var buffer = new ScoreBuffer(sources.ItemCount);
        sources[EngineSource.SourceName].Score(history, buffer);
        return [.. Enumerable.Range(0, buffer.ItemCount).Select(item => buffer[item])];
    }

    /// <summary>Finds a reader's candidates and keeps the first ones found, with their rows for the final ranker.</summary>
    public static void Keep(EngineStages stages, HistoryItem[] history, EngineScratch scratch)
    {
        scratch.Clear();
        scratch.Seen.Clear();
        scratch.Seen.Add(history);
        stages.FindCandidates(history, new UnseenItems(scratch.Seen, null), scratch);
        for (var place = 0; place < scratch.PoolCount; place++)
            scratch.PreScores[place] = -place;
        stages.Keep(history, scratch);
    }

    /// <summary>The acts and books of a synthetic shop.</summary>
    public static TrainingData Make(SyntheticShopOptions options)
    {
        var shop = new SyntheticShop(options);
        var builder = new TrainingDataBuilder();
        foreach (var act in shop.Interactions())
            builder.Add(act);
        foreach (var book in shop.Books())
            builder.Add(book);
        return builder.Build();
    }

    private static SourceSet FitShop() => Fit(Data, Options, 2);
}
