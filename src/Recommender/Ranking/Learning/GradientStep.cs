using System.Collections.Concurrent;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Derivatives of the objective at the model's scores, query by query, packed for the histograms.</summary>
internal sealed class GradientStep
{
    private const int GroupsPerPiece = 32;

    private readonly RankingQueries _data;
    private readonly int[] _groups;
    private readonly LambdaMartOptions _options;
    private readonly WorkTeam _team;
    private readonly float[] _gradients;
    private readonly float[] _hessians;
    private readonly float[] _gains;
    private readonly double[] _inverseIdeals;
    private readonly ConcurrentBag<LambdaGradients> _kernels = [];

    public GradientStep(BoostingQueries queries, LambdaMartOptions options, WorkTeam team)
    {
        (_data, _groups, _options, _team) = (queries.Data.Queries, queries.Groups, options, team);
        var data = _data;
        _gradients = new float[data.RowCount];
        _hessians = new float[data.RowCount];
        Packed = new PackedGradients(data.RowCount);
        _gains = new float[data.RowCount];
        for (var row = 0; row < _gains.Length; row++)
            _gains[row] = RankingMetrics.GainOf(data.Labels[row]);
        _inverseIdeals = new double[data.GroupCount];
        foreach (var group in _groups)
        {
            var labels = data.Labels[data.GroupStarts[group]..data.GroupStarts[group + 1]];
            var ideal = RankingMetrics.IdealOf(labels, options.Truncation);
            _inverseIdeals[group] = ideal > 0 && labels.ContainsAnyExcept(labels[0]) ? 1 / ideal : 0;
        }
    }

    /// <summary>The derivatives of the last step.</summary>
    public PackedGradients Packed { get; }

    /// <summary>Queries that the objective can learn from: for an order, those whose rows differ in their labels.</summary>
    public int[] UsefulGroups() =>
        [.. _groups.Where(group => _options.Objective == BoostingObjective.Logistic || _inverseIdeals[group] > 0)];

    /// <summary>The score that all rows begin with: for the logistic objective the log-odds of the labels, otherwise 0.</summary>
    public float StartScore()
    {
        if (_options.Objective != BoostingObjective.Logistic)
            return 0;
        var (relevant, all) = (0d, 0d);
        foreach (var group in _groups)
        {
            for (var row = _data.GroupStarts[group]; row < _data.GroupStarts[group + 1]; row++)
            {
                var weight = _data.Weights.IsEmpty ? 1 : _data.Weights[row];
                relevant += _data.Labels[row] > 0 ? weight : 0;
                all += weight;
            }
        }

        var share = Math.Clamp(relevant / Math.Max(all, double.Epsilon), 1e-6, 1 - 1e-6);
        return (float)Math.Log(share / (1 - share));
    }

    /// <summary>Computes and packs the derivatives of the rows of some queries.</summary>
    public void Compute(int[] groups, int rows, float[] scores)
    {
        // Sums are taken in pieces that do not depend on the number of threads.
        var pieces = (groups.Length + GroupsPerPiece - 1) / GroupsPerPiece;
        var absolutes = new double[pieces];
        var hessians = new double[pieces];
        _team.Run(pieces, piece =>
        {
            var kernel = _kernels.TryTake(out var free) ? free : new LambdaGradients(_options.Truncation, _options.NormalizeQueries);
            foreach (var group in Piece(groups, piece))
            {
                var (first, end) = (_data.GroupStarts[group], _data.GroupStarts[group + 1]);
                if (_options.Objective == BoostingObjective.Logistic)
                    Logistic(first, end, scores);
                else
                {
                    kernel.Compute(
                        scores.AsSpan(first..end),
                        _gains.AsSpan(first..end),
                        _inverseIdeals[group],
                        GradientsOf(first, end),
                        HessiansOf(first, end));
                }

                ApplyWeights(first, end);
                var (absolute, hessian) = PackedGradients.SumsOf(GradientsOf(first, end), HessiansOf(first, end));
                absolutes[piece] += absolute;
                hessians[piece] += hessian;
            }

            _kernels.Add(kernel);
        });
        Packed.Scale(rows, absolutes.Sum(), hessians.Sum());
        _team.Run(pieces, piece =>
        {
            foreach (var group in Piece(groups, piece))
            {
                var (first, end) = (_data.GroupStarts[group], _data.GroupStarts[group + 1]);
                Packed.Pack(first, GradientsOf(first, end), HessiansOf(first, end));
            }
        });
    }

    private static ReadOnlySpan<int> Piece(int[] groups, int piece) =>
        groups.AsSpan(piece * GroupsPerPiece, Math.Min(GroupsPerPiece, groups.Length - (piece * GroupsPerPiece)));

    private Span<float> GradientsOf(int first, int end) => _gradients.AsSpan(first, end - first);

    private Span<float> HessiansOf(int first, int end) => _hessians.AsSpan(first, end - first);

    private void ApplyWeights(int first, int end)
    {
        if (_data.Weights.IsEmpty)
            return;
        for (var row = first; row < end; row++)
        {
            _gradients[row] *= _data.Weights[row];
            _hessians[row] *= _data.Weights[row];
        }
    }

    private void Logistic(int first, int end, float[] scores)
    {
        for (var row = first; row < end; row++)
        {
            var probability = SigmoidKernel.Of(scores[row]);
            _gradients[row] = probability - (_data.Labels[row] > 0 ? 1f : 0f);
            _hessians[row] = probability * (1f - probability);
        }
    }
}
