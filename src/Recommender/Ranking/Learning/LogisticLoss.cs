using BookRecs.Recommender.Candidates.Latent;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// The loss of a logistic regression with its first and second derivatives, over standardised features. A row of the design is 1, the
/// features, and an indicator for each feature that is missing somewhere; a missing value counts as the mean, which is 0.
/// </summary>
internal sealed class LogisticLoss
{
    private const int RowsPerPanel = 128;
    private const int RowsPerPiece = 16_384;

    // Pieces whose sums are held at once: bounds memory, and must not depend on the number of threads.
    private const int PiecesPerRound = 8;

    private readonly RankingDataSet _data;
    private readonly FeatureScale _scale;
    private readonly int[] _indicators;
    private readonly WorkTeam _team;
    private readonly int _stride;

    public LogisticLoss(RankingDataSet data, FeatureScale scale, bool withIndicators, WorkTeam team)
    {
        (_data, _scale, _team) = (data, scale, team);
        _indicators = new int[data.FeatureCount];
        Count = 1 + data.FeatureCount;
        for (var feature = 0; feature < _indicators.Length; feature++)
            _indicators[feature] = withIndicators && scale.HasMissing[feature] ? Count++ : -1;
        _stride = FactorMatrix.StrideOf(Count);
    }

    /// <summary>How many weights there are.</summary>
    public int Count { get; }

    /// <summary>Where the weight of a missing feature is, or −1.</summary>
    public int IndicatorOf(int feature) => _indicators[feature];

    /// <summary>Adds loss and derivatives up, without regularisation.</summary>
    /// <param name="weights">Weights of the design's columns.</param>
    /// <param name="gradient">First derivatives; overwritten.</param>
    /// <param name="hessian">Second derivatives, the part on and above the diagonal; overwritten.</param>
    /// <returns>The loss.</returns>
    public double Compute(double[] weights, double[] gradient, double[] hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian);
        var loss = 0d;
        var single = new float[_stride];
        for (var column = 0; column < Count; column++)
            single[column] = (float)weights[column];
        var pieces = (_data.RowCount + RowsPerPiece - 1) / RowsPerPiece;
        for (var first = 0; first < pieces; first += PiecesPerRound)
        {
            var sums = new PieceSums[Math.Min(PiecesPerRound, pieces - first)];
            var start = first;
            _team.Run(sums.Length, piece => sums[piece] = SumPiece((start + piece) * RowsPerPiece, single));
            foreach (var sum in sums)
            {
                loss += sum.Loss;
                for (var row = 0; row < Count; row++)
                {
                    gradient[row] += sum.Gradient[row];
                    for (var column = row; column < Count; column++)
                        hessian[(row * Count) + column] += sum.Hessian[(row * _stride) + column];
                }
            }
        }

        return loss;
    }

    private PieceSums SumPiece(int first, float[] weights)
    {
        var sums = new PieceSums(new double[Count], new float[_stride * _stride]);
        var panel = new FactorMatrix(RowsPerPanel, Count);
        var gradient = new FactorMatrix(1, Count);
        var end = Math.Min(first + RowsPerPiece, _data.RowCount);
        for (var start = first; start < end; start += RowsPerPanel)
        {
            var count = Math.Min(RowsPerPanel, end - start);
            gradient.Row(0).Clear();
            for (var row = 0; row < count; row++)
                sums.Loss += AddRow(start + row, weights, panel.Row(row), gradient.Row(0));
            GramMatrix.AddUpper(panel.Values.Span[..(count * _stride)], count, _stride, sums.Hessian);
            for (var column = 0; column < Count; column++)
                sums.Gradient[column] += gradient.Row(0)[column];
        }

        return sums;
    }

    /// <summary>Adds a row to the gradient, leaves it in the panel scaled for the second derivatives, and returns its loss.</summary>
    private double AddRow(int row, float[] weights, Span<float> design, Span<float> gradient)
    {
        FillDesign(_data.Row(row), design);
        var score = FactorKernels.Dot(weights, design);
        var isRelevant = _data.Labels[row] > 0;
        var weight = _data.Weights.IsEmpty ? 1f : _data.Weights[row];
        var probability = SigmoidKernel.Of(score);
        FactorKernels.AddScaled(weight * (probability - (isRelevant ? 1f : 0f)), design, gradient);
        var root = MathF.Sqrt(weight * probability * (1f - probability));
        for (var column = 0; column < design.Length; column++)
            design[column] *= root;
        // ln(1 + e^−margin), in the form that does not overflow.
        var margin = isRelevant ? score : -(double)score;
        return weight * (Math.Max(-margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin))));
    }

    private void FillDesign(ReadOnlySpan<float> values, Span<float> design)
    {
        design.Clear();
        design[0] = 1f;
        for (var feature = 0; feature < values.Length; feature++)
        {
            if (!float.IsNaN(values[feature]))
            {
                var deviation = _scale.Deviations[feature];
                design[1 + feature] = deviation > 0 ? (float)((values[feature] - _scale.Means[feature]) / deviation) : 0f;
            }
            else if (_indicators[feature] >= 0)
            {
                design[_indicators[feature]] = 1f;
            }
        }
    }

    private sealed record PieceSums(double[] Gradient, float[] Hessian)
    {
        public double Loss { get; set; }
    }
}
