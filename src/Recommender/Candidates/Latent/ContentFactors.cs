using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Gives items that nobody has acted on factors among those of the others, by a ridge regression from content to factors (Gantner, Drumond,
/// Freudenthaler, Rendle and Schmidt-Thieme, "Learning attribute-to-feature mappings for cold-start recommendations", ICDM 2010). It is
/// solved in its dual form (Saunders, Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", ICML 1998): a weight for
/// each item with users, by which its likeness to another one counts.
/// </summary>
/// <remarks>Holds 4 bytes a factor of each item, and once more of each item without users.</remarks>
internal sealed class ContentFactors
{
    private const int Steps = 8;
    private const int ItemsPerPiece = 64;

    private readonly int _stride;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly ReadOnlyMemory<int> _newRows;
    private readonly ReadOnlyMemory<float> _new;

    private ContentFactors(int stride, ReadOnlyMemory<float> weights, ReadOnlyMemory<int> newRows, ReadOnlyMemory<float> newFactors) =>
        (_stride, _weights, _newRows, _new) = (stride, weights, newRows, newFactors);

    /// <summary>Factors of an item with their padding.</summary>
    public int Stride => _stride;

    /// <summary>Learns from the items with users, and places the others.</summary>
    /// <param name="vectors">Item → terms, rows of unit length.</param>
    /// <param name="postings">Term → items with users.</param>
    /// <param name="hasUsers">Whether each item has users.</param>
    /// <param name="factors">The factors, fitted on the same data.</param>
    /// <param name="ridge">What is added to the likeness of an item to itself.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ContentFactors Fit(
        CsrMatrix vectors,
        CsrMatrix postings,
        bool[] hasUsers,
        LatentFactorsSource factors,
        float ridge,
        int threads,
        CancellationToken cancellationToken)
    {
        var stride = factors.Stride;
        var regression = new Regression(vectors, postings, hasUsers, ridge, stride, threads, cancellationToken);
        var weights = regression.Solve(factors, Steps);
        int[] newItems = [.. Enumerable.Range(0, hasUsers.Length).Where(item => !hasUsers[item] && !vectors.RowColumns(item).IsEmpty)];
        var rows = new int[hasUsers.Length];
        Array.Fill(rows, -1);
        for (var row = 0; row < newItems.Length; row++)
            rows[newItems[row]] = row;
        return new ContentFactors(stride, weights, rows, regression.Predict(weights, newItems));
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where the model has no factors.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static ContentFactors? Load(ArtifactReader artifact, string name, int itemCount)
    {
        var stride = artifact.Read<int>($"{name}.stride").Span;
        if (stride.Length != 1 || stride[0] < 0 || stride[0] % FactorKernels.Lanes != 0)
            throw new InvalidDataException($"{name}.stride is not one multiple of {FactorKernels.Lanes}");
        if (stride[0] == 0)
            return null;
        var (weights, rows, newFactors) =
            (artifact.Read<float>($"{name}.weights"), artifact.Read<int>($"{name}.new_rows"), artifact.Read<float>($"{name}.new_items"));
        if (weights.Length != (long)itemCount * stride[0] || rows.Length != itemCount)
            throw new InvalidDataException($"{name}.weights or {name}.new_rows does not fit {itemCount} items");
        foreach (var row in rows.Span)
        {
            if (row < -1 || (row + 1L) * stride[0] > newFactors.Length)
                throw new InvalidDataException($"{name}.new_rows has {row}, which {name}.new_items does not hold");
        }

        return new ContentFactors(stride[0], weights, rows, newFactors);
    }

    /// <summary>Writes all, or that there are none.</summary>
    public static void Save(ArtifactWriter artifact, string name, ContentFactors? factors)
    {
        artifact.Write<int>($"{name}.stride", [factors?._stride ?? 0]);
        if (factors is null)
            return;
        artifact.Write($"{name}.weights", factors._weights.Span);
        artifact.Write($"{name}.new_rows", factors._newRows.Span);
        artifact.Write($"{name}.new_items", factors._new.Span);
    }

    /// <summary>
    /// The factors of an item of the model without users, padded; empty for the others, and where nothing is known of it.
    /// </summary>
    public ReadOnlySpan<float> OfNew(int item) => RowsOfNew[item] is >= 0 and var row ? NewFactors.Slice(row * _stride, _stride) : [];

    /// <summary>For each item of the model its row of <see cref="NewFactors"/>, or -1.</summary>
    public ReadOnlySpan<int> RowsOfNew => _newRows.Span;

    /// <summary>The factors of the items without users, row by row, padded.</summary>
    public ReadOnlySpan<float> NewFactors => _new.Span;

    /// <summary>Places an item that the model need not hold.</summary>
    /// <param name="likeness">The cosine of its content with that of the items with users.</param>
    /// <param name="place">Where the factors go, padded.</param>
    public void Place(ScoreBuffer likeness, Span<float> place)
    {
        place.Clear();
        foreach (var item in likeness.Touched)
            FactorKernels.AddScaled(likeness[item], _weights.Span.Slice(item * _stride, _stride), place);
    }

    /// <summary>
    /// The system (K + ridge) w = factors, where K holds the cosines of all pairs of items with users and is never written down.
    /// </summary>
    private sealed class Regression(
        CsrMatrix vectors, CsrMatrix postings, bool[] hasUsers, float ridge, int stride, int threads, CancellationToken cancellationToken)
    {
        private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        private readonly int[] _known = [.. Enumerable.Range(0, hasUsers.Length).Where(item => hasUsers[item] && !vectors.RowColumns(item).IsEmpty)];
        private readonly float[] _terms = new float[(long)postings.RowCount * stride];

        /// <summary>Conjugate gradient (Hestenes and Stiefel, 1952) for all factors at once, from zero.</summary>
        public float[] Solve(LatentFactorsSource factors, int steps)
        {
            var length = (long)hasUsers.Length * stride;
            var (weights, residual, direction, image) = (new float[length], new float[length], new float[length], new float[length]);
            foreach (var item in _known)
                factors.FactorsOf(item).CopyTo(Row(residual, item));
            residual.CopyTo(direction, 0);
            var norm = Dot(residual, residual);
            for (var step = 0; step < steps && norm > 0; step++)
            {
                SumTerms(direction);
                Each(_known, item =>
                {
                    var row = Row(image, item);
                    row.Clear();
                    AddTerms(item, row);
                    FactorKernels.AddScaled(ridge, Row(direction, item), row);
                });
                var size = (float)(norm / Dot(direction, image));
                Each(_known, item =>
                {
                    FactorKernels.AddScaled(size, Row(direction, item), Row(weights, item));
                    FactorKernels.AddScaled(-size, Row(image, item), Row(residual, item));
                });
                var next = Dot(residual, residual);
                var share = (float)(next / norm);
                norm = next;
                Each(_known, item =>
                {
                    // The image is not needed any more.
                    Row(residual, item).CopyTo(Row(image, item));
                    FactorKernels.AddScaled(share, Row(direction, item), Row(image, item));
                    Row(image, item).CopyTo(Row(direction, item));
                });
            }

            return weights;
        }

        public float[] Predict(float[] weights, int[] items)
        {
            SumTerms(weights);
            var predicted = new float[(long)items.Length * stride];
            Parallel.For(0, items.Length, _parallel, row => AddTerms(items[row], Row(predicted, row)));
            return predicted;
        }

        private Span<float> Row(float[] rows, int row) => rows.AsSpan(row * stride, stride);

        /// <summary>Of each term the sum of the rows of its items.</summary>
        private void SumTerms(float[] rows) => Parallel.For(0, postings.RowCount, _parallel, term =>
        {
            var sum = Row(_terms, term);
            sum.Clear();
            var items = postings.RowColumns(term);
            var values = postings.RowValues(term);
            for (var entry = 0; entry < items.Length; entry++)
                FactorKernels.AddScaled(values[entry], Row(rows, items[entry]), sum);
        });

        private void AddTerms(int item, Span<float> row)
        {
            var terms = vectors.RowColumns(item);
            var values = vectors.RowValues(item);
            for (var entry = 0; entry < terms.Length; entry++)
                FactorKernels.AddScaled(values[entry], Row(_terms, terms[entry]), row);
        }

        private double Dot(float[] left, float[] right)
        {
            var products = new double[_known.Length];
            Parallel.For(0, _known.Length, _parallel, index => products[index] = FactorKernels.Dot(Row(left, _known[index]), Row(right, _known[index])));
            return products.Sum();
        }

        private void Each(int[] items, Action<int> work) => Parallel.For(0, (items.Length + ItemsPerPiece - 1) / ItemsPerPiece, _parallel, piece =>
        {
            foreach (var item in items.AsSpan(piece * ItemsPerPiece, Math.Min(ItemsPerPiece, items.Length - (piece * ItemsPerPiece))))
                work(item);
        });
    }
}
