using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren and Volinsky, "Collaborative filtering for implicit
/// feedback datasets", ICDM 2008), solved by conjugate gradient (Takács, Pilászy and Tikk, RecSys 2011) or Cholesky, with
/// regularisation by frequency (Rendle, Krichene, Zhang and Koren, "Revisiting the performance of iALS on item recommendation
/// benchmarks", RecSys 2022). Users are not stored: one is folded in from the history by the exact solution of its row.
/// </summary>
/// <remarks>
/// Holds 4 bytes a factor of each item and 4 · factors² bytes, and as much again as the square for each thread that scores at once; as
/// much again as the items from the first lists of many users on. All sums are taken over 16 lanes in a fixed order, so neither threads nor
/// the processor's vector width change a bit; the processor's logarithm, cosine and power functions may, in the last digit.
/// </remarks>
public sealed class LatentFactorsSource : IBatchListSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "latent_factors";

    private readonly ReadOnlyMemory<float> _items;
    private readonly ReadOnlyMemory<float> _gram;
    private readonly int _itemCount;
    private readonly int _stride;
    private readonly float _alpha;
    private readonly bool _useWeights;
    private readonly FrequencyRegularization _regularization;
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private readonly Lazy<FactorPanels> _panels;
    private readonly ConcurrentBag<FactorSearch> _searches = [];

    private LatentFactorsSource(
        ReadOnlyMemory<float> items,
        ReadOnlyMemory<float> gram,
        (int Items, int Factors, bool UseWeights) shape,
        float alpha,
        FrequencyRegularization regularization)
    {
        _items = items;
        _gram = gram;
        _itemCount = shape.Items;
        Factors = shape.Factors;
        _stride = FactorMatrix.StrideOf(shape.Factors);
        _useWeights = shape.UseWeights;
        _alpha = alpha;
        _regularization = regularization;
        _panels = new Lazy<FactorPanels>(() => new FactorPanels(_items.Span, _itemCount, Factors));
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>Factors of an item.</summary>
    public int Factors { get; }

    /// <summary>Learns the factors of all items.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static LatentFactorsSource Fit(
        TrainingData data, LatentFactorsOptions options, int threads, CancellationToken cancellationToken) =>
        Fit(data, options, threads, progress: null, cancellationToken);

    /// <summary>Learns the factors of all items.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told how many iterations are done after each; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static LatentFactorsSource Fit(
        TrainingData data, LatentFactorsOptions options, int threads, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var model = new AlternatingLeastSquares(data.Interactions, options, threads);
        for (var iteration = 1; iteration <= options.Iterations; iteration++)
        {
            model.Iterate(cancellationToken);
            progress?.Report(iteration);
        }

        return Of(model, options, threads, cancellationToken);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static LatentFactorsSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var shape = artifact.Read<int>($"{SourceName}.shape").Span;
        var settings = artifact.Read<float>($"{SourceName}.settings").Span;
        var items = artifact.Read<float>($"{SourceName}.items");
        var gram = artifact.Read<float>($"{SourceName}.gram");
        if (shape.Length != 3 || shape[0] < 0 || shape[1] is < 1 or > LatentFactorsOptions.MaxFactors)
            throw new InvalidDataException($"{SourceName}.shape is not a number of items, of factors, and whether weights count");
        if (settings.Length != 4)
            throw new InvalidDataException($"{SourceName}.settings has {settings.Length} numbers, but must have 4");
        var stride = FactorMatrix.StrideOf(shape[1]);
        if (items.Length != (long)shape[0] * stride || gram.Length != stride * stride)
            throw new InvalidDataException($"{SourceName}.items or {SourceName}.gram does not fit {SourceName}.shape");
        return new LatentFactorsSource(
            items,
            gram,
            (shape[0], shape[1], shape[2] != 0),
            settings[0],
            new FrequencyRegularization(settings[1], settings[2], settings[3]));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.Write<int>($"{SourceName}.shape", [_itemCount, Factors, _useWeights ? 1 : 0]);
        artifact.Write<float>(
            $"{SourceName}.settings", [_alpha, _regularization.Scale, _regularization.Unobserved, _regularization.Exponent]);
        artifact.Write($"{SourceName}.items", _items.Span);
        artifact.Write($"{SourceName}.gram", _gram.Span);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (history.IsEmpty)
            return;
        var workspace = _workspaces.TryTake(out var free) ? free : new Workspace(_stride);
        FoldIn(history, workspace);
        AddProducts(workspace.User.Row(0), scores);
        _workspaces.Add(workspace);
    }

    /// <inheritdoc/>
    public void MakeLists(
        ReadOnlySpan<HistoryItem[]> histories, ItemSet? allowed, int length, Span<ScoredItem> places, Span<int> counts)
    {
        var workspace = _workspaces.TryTake(out var free) ? free : new Workspace(_stride);
        var search = _searches.TryTake(out var unused) ? unused : new FactorSearch(_panels.Value);
        for (var first = 0; first < histories.Length; first += FactorSearch.MaxUsers)
        {
            search.Clear();
            foreach (var history in histories[first..Math.Min(first + FactorSearch.MaxUsers, histories.Length)])
            {
                FoldIn(history, workspace);
                search.Add(workspace.User.Row(0), workspace.Items);
            }

            search.Run(_items.Span, allowed, length, places[(first * length)..], counts[first..]);
        }

        _searches.Add(search);
        _workspaces.Add(workspace);
    }

    /// <summary>Finds the factors of a user from the history, with the items held fixed.</summary>
    /// <param name="history">Distinct items, in any order; the result does not depend on it.</param>
    /// <param name="user">Where they go; <see cref="Factors"/> long.</param>
    public void FoldIn(ReadOnlySpan<HistoryItem> history, Span<float> user)
    {
        if (user.Length != Factors)
            throw new ArgumentException($"user is {user.Length} long, but must be {Factors}", nameof(user));
        var workspace = _workspaces.TryTake(out var free) ? free : new Workspace(_stride);
        FoldIn(history, workspace);
        workspace.User.Row(0)[..Factors].CopyTo(user);
        _workspaces.Add(workspace);
    }

    /// <summary>The factors of an item, <see cref="Factors"/> long.</summary>
    public ReadOnlySpan<float> FactorsOf(int item) => _items.Span.Slice(item * _stride, Factors);

    /// <summary>How long a user's factors are with their padding.</summary>
    internal int Stride => _stride;

    /// <summary>Finds the factors of a user, padded to <see cref="Stride"/>.</summary>
    internal void FoldInPadded(ReadOnlySpan<HistoryItem> history, Span<float> user)
    {
        var workspace = _workspaces.TryTake(out var free) ? free : new Workspace(_stride);
        FoldIn(history, workspace);
        workspace.User.Row(0).CopyTo(user);
        _workspaces.Add(workspace);
    }

    /// <summary>The factors of all items, item by item, each padded to <see cref="Stride"/>.</summary>
    internal ReadOnlySpan<float> PaddedFactors => _items.Span;

    /// <summary>Adds the scores of all items for padded factors of a user.</summary>
    internal void AddScores(ReadOnlySpan<float> user, ScoreBuffer scores) => AddProducts(user, scores);

    /// <summary>Takes the items of a trained model over.</summary>
    internal static LatentFactorsSource Of(
        AlternatingLeastSquares model, LatentFactorsOptions options, int threads, CancellationToken cancellationToken) =>
        new(
            model.Items.Values,
            GramMatrix.Of(model.Items, threads, cancellationToken),
            (model.Items.Rows, options.Factors, options.UseWeights),
            options.Alpha,
            model.UserRegularization);

    private void FoldIn(ReadOnlySpan<HistoryItem> history, Workspace workspace)
    {
        workspace.Take(history);
        workspace.Solver.Solve(
            _gram.Span,
            _items.Span,
            workspace.Items,
            _useWeights ? workspace.Weights : default,
            _alpha,
            _regularization.Of(history.Length),
            workspace.User.Row(0));
    }

    private void AddProducts(ReadOnlySpan<float> user, ScoreBuffer scores)
    {
        var items = _items.Span;
        var item = 0;
        for (; item <= _itemCount - 4; item += 4)
        {
            var dots = FactorKernels.Dots(items.Slice(item * _stride, 4 * _stride), user);
            if (!Vector128.GreaterThanAny(dots, Vector128<float>.Zero))
                continue;
            for (var lane = 0; lane < 4; lane++)
            {
                if (dots[lane] > 0f)
                    scores.Add(item + lane, dots[lane]);
            }
        }

        for (; item < _itemCount; item++)
        {
            var dot = FactorKernels.Dot(items.Slice(item * _stride, _stride), user);
            if (dot > 0f)
                scores.Add(item, dot);
        }
    }

    private sealed class Workspace(int stride)
    {
        private int[] _items = new int[64];
        private float[] _weights = new float[64];
        private int _count;

        public CholeskySolver Solver { get; } = new(stride);

        public FactorMatrix User { get; } = new(1, stride);

        public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

        public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _count);

        /// <summary>Puts a history in the order of the training data, so that sums round alike.</summary>
        public void Take(ReadOnlySpan<HistoryItem> history)
        {
            if (history.Length > _items.Length)
            {
                _items = new int[history.Length * 2];
                _weights = new float[history.Length * 2];
            }

            _count = history.Length;
            for (var entry = 0; entry < history.Length; entry++)
                (_items[entry], _weights[entry]) = (history[entry].Item, history[entry].Weight);
            _items.AsSpan(0, _count).Sort(_weights.AsSpan(0, _count));
        }
    }
}
