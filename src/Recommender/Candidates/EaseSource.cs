using System.Globalization;
using BookRecs.Recommender.Candidates.Linear;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// A linear item model in closed form: weights between items, none from an item to itself, that reproduce the interactions with the
/// least squared error under a ridge (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019). An item's score is the
/// sum of the weights that the history has towards it. Weights of interactions do not count.
/// </summary>
/// <remarks>
/// A training holds 4 bytes a pair of the smaller side, users or items, and is refused where that side is longer than
/// <see cref="EaseOptions.MaxSide"/>. The model holds 8 bytes a kept weight. The processor's power function apart, neither threads nor
/// vector width change a bit.
/// </remarks>
public sealed class EaseSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "ease";

    /// <summary>Interactions × items that a training over the users may take, about a minute of a core.</summary>
    private const double MaxProducts = 2e12;

    private EaseSource(CsrMatrix weights) => Weights = weights;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>The items that each item of a history argues for, in their order, with the weight; only weights above 0 are kept.</summary>
    public CsrMatrix Weights { get; }

    /// <summary>Whether a training is within its bounds; <see cref="Fit"/> refuses one that is not.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    public static bool Fits(TrainingData data, EaseOptions options) => Refusal(data, options) is null;

    /// <summary>Solves the model and keeps the strongest weights towards each item.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds, or the data needs more than the settings allow.</exception>
    public static EaseSource Fit(TrainingData data, EaseOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        if (Refusal(data, options) is { } refusal)
            throw new ArgumentException(refusal, nameof(data));
        return new EaseSource(EaseTraining.Learn(data.Interactions, options, threads, cancellationToken));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static EaseSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new EaseSource(CsrSections.Load(artifact, SourceName));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, SourceName, Weights);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (var (item, _, _) in history)
            scores.AddRow(Weights, item);
    }

    private static string? Refusal(TrainingData data, EaseOptions options)
    {
        var (users, items) = (data.Users.Count, data.Items.Count);
        var side = Math.Min(users, items);
        if (side > options.MaxSide)
        {
            var bytes = 4L * SymmetricMatrix.StrideOf(side) * SymmetricMatrix.StrideOf(side);
            return Invariant(
                $"{SourceName} cannot learn from {users} users and {items} items: it would hold {bytes} bytes, but Ease.MaxSide allows {options.MaxSide} users or items");
        }

        return users < items && (double)data.Interactions.EntryCount * items > MaxProducts
            ? Invariant(
                $"{SourceName} cannot learn from {data.Interactions.EntryCount} interactions of {users} users with {items} items: interactions × items must be at most {MaxProducts}")
            : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
