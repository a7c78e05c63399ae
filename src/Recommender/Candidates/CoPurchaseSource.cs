using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Items that users acted on together lately: a pair of acts within some days counts 1 at the latest date of the data and half for every
/// half-life before it, and the sum is divided by what the two items are worth apart (item-based neighbours: Deshpande and Karypis, ACM
/// TOIS 2004; with time weights: Ding and Li, "Time weight collaborative filtering", CIKM 2005). Acts without a date do not count.
/// </summary>
public sealed class CoPurchaseSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "co_purchase";

    private const double SecondsPerDay = 86_400;

    private CoPurchaseSource(CsrMatrix neighbours) => Neighbours = neighbours;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>Each item's neighbours with their similarity, best first.</summary>
    public CsrMatrix Neighbours { get; }

    /// <summary>Counts the pairs of acts that belong together.</summary>
    /// <param name="data">Interactions with dates.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static CoPurchaseSource Fit(TrainingData data, CoPurchaseOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var acts = new DatedActs(data, options.MaxActsPerUser);
        var worth = new double[data.Items.Count];
        for (var item = 0; item < worth.Length; item++)
        {
            foreach (var place in acts.PlacesOf(item))
                worth[item] += Decay(acts, acts.DateAt(place), options);
        }

        var rows = new ScoredItem[data.Items.Count][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            rows.Length,
            parallel,
            () => (Sums: new ScoreBuffer(data.Items.Count), List: new ScoredItem[options.Neighbours]),
            (item, _, work) =>
            {
                rows[item] = FindNeighbours(item, acts, worth, options, work.Sums, work.List);
                return work;
            },
            static _ => { });
        var starts = new long[rows.Length + 1];
        for (var item = 0; item < rows.Length; item++)
            starts[item + 1] = starts[item] + rows[item].Length;
        var all = rows.SelectMany(static row => row).ToArray();
        return new CoPurchaseSource(new CsrMatrix(
            rows.Length,
            starts,
            Array.ConvertAll(all, static neighbour => neighbour.Item),
            Array.ConvertAll(all, static neighbour => neighbour.Score)));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static CoPurchaseSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new CoPurchaseSource(CsrSections.Load(artifact, SourceName));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, SourceName, Neighbours);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (var (item, weight, _) in history)
            scores.AddRow(Neighbours, item, weight);
    }

    private static ScoredItem[] FindNeighbours(
        int item, DatedActs acts, double[] worth, CoPurchaseOptions options, ScoreBuffer sums, ScoredItem[] list)
    {
        sums.Clear();
        var window = (long)(options.WindowDays * SecondsPerDay);
        foreach (var place in acts.PlacesOf(item))
        {
            var (first, end) = acts.Around(place, window);
            for (var other = first; other < end; other++)
            {
                if (other != place)
                    sums.Add(acts.ItemAt(other), (float)Decay(acts, Math.Max(acts.DateAt(place), acts.DateAt(other)), options));
            }
        }

        var count = 0;
        foreach (var other in sums.Touched)
        {
            var score = (float)(sums[other] / (Math.Sqrt(worth[item] * worth[other]) + options.Shrinkage));
            if (score > 0f)
                TopItems.Offer(list, ref count, new ScoredItem(other, score));
        }

        TopItems.SortHeap(list.AsSpan(0, count));
        return list[..count];
    }

    private static double Decay(DatedActs acts, long date, CoPurchaseOptions options) =>
        Math.Pow(0.5, (acts.Latest - date) / (options.HalfLifeDays * SecondsPerDay));
}
