using System.Numerics.Tensors;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Builds the histograms of leaves and keeps their memory for the next.</summary>
/// <remarks>Holds at most one histogram a leaf and one a thread, 2 kB a feature each.</remarks>
/// <param name="team">Who does the work.</param>
internal sealed class Histograms(WorkTeam team)
{
    // Below this many rows a thread costs more than it saves.
    private const int MinRowsPerPiece = 8_192;

    private readonly Stack<long[]> _free = new();
    private readonly long[]?[] _ofPieces = new long[team.Threads][];
    private int _length;

    /// <summary>Sums rows by bin. Sums are whole numbers, so their order does not matter.</summary>
    /// <param name="bins">All rows' bins.</param>
    /// <param name="rows">Which rows to add.</param>
    /// <param name="gradients">All rows' packed derivatives.</param>
    public long[] Build(DrawnRows bins, ReadOnlyMemory<int> rows, long[] gradients)
    {
        var histogram = Rent(HistogramKernel.LengthOf(bins.Stride));
        var pieces = Math.Clamp(rows.Length / MinRowsPerPiece, 1, team.Threads);
        if (pieces == 1)
        {
            HistogramKernel.Add(bins, rows.Span, gradients, histogram);
            return histogram;
        }

        team.Run(pieces, piece =>
        {
            var first = (int)((long)rows.Length * piece / pieces);
            var last = (int)((long)rows.Length * (piece + 1) / pieces);
            var target = histogram;
            if (piece > 0)
            {
                target = _ofPieces[piece] ??= new long[histogram.Length];
                Array.Clear(target);
            }

            HistogramKernel.Add(bins, rows.Span[first..last], gradients, target);
        });
        for (var piece = 1; piece < pieces; piece++)
            TensorPrimitives.Add<long>(histogram, _ofPieces[piece]!, histogram);
        return histogram;
    }

    /// <summary>Takes one child's histogram from its parent's, which leaves that of the other child.</summary>
    public static void Subtract(long[] parent, long[] child) => TensorPrimitives.Subtract<long>(parent, child, parent);

    /// <summary>Hands a histogram back.</summary>
    public void Return(long[] histogram) => _free.Push(histogram);

    private long[] Rent(int length)
    {
        if (length != _length)
        {
            _free.Clear();
            Array.Clear(_ofPieces);
            _length = length;
        }

        if (!_free.TryPop(out var histogram))
            return new long[length];
        Array.Clear(histogram);
        return histogram;
    }
}
