using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// What the rankers learn from, gathered holdout by holdout. The first holdout also trains the pre-ranker, whose choice of candidates the
/// final rankers learn from.
/// </summary>
/// <param name="options">Settings.</param>
/// <param name="holdouts">How many holdouts there are.</param>
/// <param name="seed">Which user is in which part is drawn from this.</param>
/// <param name="threads">How many threads to use; the result does not depend on it.</param>
/// <param name="report">Is told what is done, and which share of all holdouts is done; may be null.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class EngineTrainingSets(
    EngineOptions options, int holdouts, int seed, int threads, Action<string, double>? report, CancellationToken cancellationToken)
{
    private const int PreRankerUsers = 800;
    private const int MinQueries = 20;
    private const int MinParts = 4;

    private readonly WorkTeam _team = new(threads, cancellationToken);

    /// <summary>The pre-ranker; null until a holdout could teach one.</summary>
    public LogisticModel? PreRanker { get; private set; }

    /// <summary>The features that are scores.</summary>
    public IReadOnlyList<string> ScoreNames { get; private set; } = [];

    /// <summary>What the final rankers learn from; null until there is a pre-ranker.</summary>
    public EngineRows? Rows { get; private set; }

    /// <summary>What the rankers of new items learn from; null where no holdout hides items that content can find.</summary>
    public NewItemRows? NewItemRows { get; private set; }

    /// <summary>Users asked, each as often as a holdout asks them.</summary>
    public int Users { get; private set; }

    /// <summary>Whether there is enough to train the final rankers on.</summary>
    public bool CanTeach => Rows is { } rows && rows.Count >= MinQueries && rows.CanTeachAll;

    /// <summary>Adds what the users of a holdout teach.</summary>
    /// <param name="holdout">The holdout.</param>
    /// <param name="number">Its number, from 0 on.</param>
    /// <param name="sources">The sources, fitted on its train part.</param>
    /// <returns>False when it is the first and cannot teach a pre-ranker: then there is nothing to go on with.</returns>
    public bool TryAdd(Holdout holdout, int number, SourceSet sources)
    {
        var facts = ItemFacts.Of(holdout.Train);
        var scales = EngineScales.Measure(holdout.Train, sources, facts, options, threads, cancellationToken);
        var stages = EngineSource.StagesOf(sources, facts, scales, options);
        var parts = Math.Max(MinParts, options.FinalRankers);
        var queries = new EngineQueries(holdout, stages, facts, options, parts, seed, threads, cancellationToken);
        var users = holdout.SampleUsers(options.MaxUsers / holdouts);
        if (PreRanker is null)
        {
            report?.Invoke("train the pre-ranker", (double)number / holdouts);
            PreRanker = TrainPreRanker(queries, stages.Features, users);
            if (PreRanker is null)
                return false;
            ScoreNames = stages.Features.Columns.Names;
            Rows = new EngineRows(stages.Features.Names, ScoreNames, options, _team);
        }

        report?.Invoke($"find the candidates of inner holdout {number + 1} of {holdouts}", (number + 0.5) / holdouts);

        // The final rankers need few queries about hidden items, which cost as much as the others.
        queries.AddRows(users, Rows!, PreRanker, asksAboutHidden: number == 0);
        if (holdout.HiddenItems is { } hidden && sources.ColdStart?.Nearest is { } nearest)
        {
            var items = holdout.Train.Items.Count;
            NewItemRows ??= new NewItemRows([.. stages.Features.Names, .. NewItemFeatures.Names], items, options, _team);
            queries.AddNewItemRows(
                users, NewItemRows, PreRanker, NewItemRows.Claim(hidden), number, new NewItemFeatures(nearest, newItems: null, items, facts));
        }

        Users += users.Length;
        return true;
    }

    private LogisticModel? TrainPreRanker(EngineQueries queries, EngineFeatures features, int[] users)
    {
        var builder = new RankingDataSetBuilder(features.PreNames);
        queries.AddPreRows([.. users.Take(PreRankerUsers)], builder);
        var rows = builder.Build();

        // Where readers have nearly all there is, every candidate may be one that was held out.
        var canTeach = rows.GroupCount >= MinQueries && rows.Labels.Contains(0f);
        return canTeach ? LogisticRegression.Fit(rows, options.PreRanker, threads, cancellationToken) : null;
    }
}
