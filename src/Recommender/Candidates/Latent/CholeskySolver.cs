using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Builds the matrix of a row and solves it exactly through A = Uᵀ·U (Golub and Van Loan, "Matrix Computations", 4th edition, section
/// 4.2).
/// </summary>
/// <param name="stride">Length of a row.</param>
internal sealed class CholeskySolver(int stride) : RowSolver
{
    private const int PanelRows = 64;
    private const float SmallestPivot = 1e-25f;

    private readonly FactorMatrix _matrix = new(stride, stride);
    private readonly FactorMatrix _panel = new(PanelRows, stride);
    private readonly FactorMatrix _rightSide = new(1, stride);
    private readonly float[] _inversePivots = new float[stride];

    /// <inheritdoc/>
    public override void Solve(
        ReadOnlySpan<float> gram,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> values,
        float alpha,
        float regularization,
        Span<float> x)
    {
        var matrix = _matrix.Values.Span;
        gram.CopyTo(matrix);
        for (var place = 0; place < matrix.Length; place += stride + 1)
            matrix[place] += regularization;
        var rightSide = _rightSide.Row(0);
        rightSide.Clear();
        for (var first = 0; first < columns.Length; first += PanelRows)
        {
            var count = Math.Min(PanelRows, columns.Length - first);
            for (var entry = 0; entry < count; entry++)
            {
                var weight = values.IsEmpty ? alpha : alpha * values[first + entry];
                var row = factors.Slice(columns[first + entry] * stride, stride);
                FactorKernels.AddScaled(1f + weight, row, rightSide);
                Scale(MathF.Sqrt(weight), row, _panel.Row(entry));
            }

            GramMatrix.AddUpper(_panel.Values.Span, count, stride, matrix);
        }

        Factorize(matrix);
        SolveForward(matrix, rightSide);
        SolveBackward(matrix, rightSide, x);
    }

    private static void Scale(float factor, ReadOnlySpan<float> source, Span<float> target)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var scale = Vector512.Create(factor);
        for (var lane = 0; lane < source.Length; lane += FactorKernels.Lanes)
            (scale * FactorKernels.Load(ref from, lane)).StoreUnsafe(ref to, (nuint)lane);
    }

    private static int FirstLane(int index) => index / FactorKernels.Lanes * FactorKernels.Lanes;

    /// <summary>
    /// Row by row; works on whole vectors, so places left of the diagonal are overwritten too, and set to 0 when their row is done.
    /// </summary>
    private void Factorize(Span<float> matrix)
    {
        for (var pivot = 0; pivot < stride; pivot++)
        {
            var row = matrix.Slice(pivot * stride, stride);
            // Rounding may take a nearly singular pivot below 0, which no square root would survive.
            var inverse = 1f / MathF.Sqrt(MathF.Max(row[pivot], SmallestPivot));
            _inversePivots[pivot] = inverse;
            var start = FirstLane(pivot);
            row[start..pivot].Clear();
            Scale(inverse, row[start..], row[start..]);
            ref var source = ref MemoryMarshal.GetReference(row);
            ref var target = ref MemoryMarshal.GetReference(matrix);
            for (var below = pivot + 1; below < stride; below++)
            {
                var scale = Vector512.Create(-Unsafe.Add(ref source, below));
                ref var updated = ref Unsafe.Add(ref target, below * stride);
                for (var lane = FirstLane(below); lane < stride; lane += FactorKernels.Lanes)
                {
                    Vector512.FusedMultiplyAdd(scale, FactorKernels.Load(ref source, lane), FactorKernels.Load(ref updated, lane))
                        .StoreUnsafe(ref updated, (nuint)lane);
                }
            }
        }
    }

    private void SolveForward(ReadOnlySpan<float> matrix, Span<float> rightSide)
    {
        for (var row = 0; row < stride; row++)
        {
            var value = rightSide[row] * _inversePivots[row];
            var start = FirstLane(row);
            FactorKernels.AddScaled(-value, matrix[((row * stride) + start)..((row + 1) * stride)], rightSide[start..]);
            rightSide[row] = value;
        }
    }

    private void SolveBackward(ReadOnlySpan<float> matrix, ReadOnlySpan<float> rightSide, Span<float> x)
    {
        x.Clear();
        for (var row = stride - 1; row >= 0; row--)
        {
            var start = FirstLane(row);
            var known = FactorKernels.Dot(matrix[((row * stride) + start)..((row + 1) * stride)], x[start..]);
            x[row] = (rightSide[row] - known) * _inversePivots[row];
        }
    }
}
