using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Random walks of three steps from the user over the graph of users and items, each step's probability raised to a power, and the
/// result divided by a power of the item's popularity (Paudel, Christoffel, Newell and Bernstein, "Updatable, accurate, diverse, and
/// scalable recommendations for interactive applications", ACM TiiS 2017). Steps two and three are kept as item neighbours, so a user
/// needs nothing but a history. Weights of interactions do not count.
/// </summary>
public sealed class Rp3BetaSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "rp3beta";

    private Rp3BetaSource(CsrMatrix neighbours) => Neighbours = neighbours;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>Each item's nearest other items with the damped probability to get there, best first.</summary>
    public CsrMatrix Neighbours { get; }

    /// <summary>Walks from every item to those that share a user, and keeps the likeliest of each.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static Rp3BetaSource Fit(TrainingData data, Rp3BetaOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var users = data.Interactions;
        var items = users.Transpose();
        var weighting = new NeighbourWeighting(
            PowersOfLength(users, options.Alpha),
            PowersOfLength(items, options.Alpha),
            PowersOfLength(items, options.Beta),
            options.Neighbours,
            IncludeSelf: false);
        return new Rp3BetaSource(NeighbourSearch.Find(items, users, weighting, threads, cancellationToken));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Rp3BetaSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new Rp3BetaSource(CsrSections.Load(artifact, SourceName));
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
        foreach (var (item, _, _) in history)
            scores.AddRow(Neighbours, item);
    }

    /// <summary>The length of each row to the power of minus the exponent, 0 for an empty row.</summary>
    private static float[] PowersOfLength(CsrMatrix matrix, float exponent)
    {
        var powers = new float[matrix.RowCount];
        for (var row = 0; row < powers.Length; row++)
        {
            var length = matrix.RowColumns(row).Length;
            powers[row] = length == 0 ? 0f : (float)Math.Pow(length, -exponent);
        }

        return powers;
    }
}
