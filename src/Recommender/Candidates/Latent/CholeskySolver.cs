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
    private const int BatchRows = 4;
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
        FactorKernels.Prefetch(factors, columns[..Math.Min(PanelRows, columns.Length)], stride);
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

            var next = columns[(first + count)..];
            FactorKernels.Prefetch(factors, next[..Math.Min(PanelRows, next.Length)], stride);
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
    /// Four rows at a time, each batch taken off all rows below at once. Works on whole vectors, so places left of the diagonal are
    /// overwritten too, and set to 0 when their row is done.
    /// </summary>
    private void Factorize(Span<float> matrix)
    {
        ref var start = ref MemoryMarshal.GetReference(matrix);
        for (var batch = 0; batch < stride; batch += BatchRows)
        {
            for (var pivot = batch; pivot < batch + BatchRows; pivot++)
            {
                FinishRow(matrix.Slice(pivot * stride, stride), pivot);
                ref var source = ref Unsafe.Add(ref start, pivot * stride);
                for (var below = pivot + 1; below < batch + BatchRows; below++)
                {
                    ref var target = ref Unsafe.Add(ref start, below * stride);
                    var scale = Vector512.Create(-Unsafe.Add(ref source, below));
                    for (var lane = FirstLane(below); lane < stride; lane += FactorKernels.Lanes)
                    {
                        Vector512.FusedMultiplyAdd(scale, FactorKernels.Load(ref source, lane), FactorKernels.Load(ref target, lane))
                            .StoreUnsafe(ref target, (nuint)lane);
                    }
                }
            }

            ref var rows = ref Unsafe.Add(ref start, batch * stride);
            for (var below = batch + BatchRows; below < stride; below++)
                TakeOff(ref rows, below, ref Unsafe.Add(ref start, below * stride));
        }
    }

    private void FinishRow(Span<float> row, int pivot)
    {
        // Rounding may take a nearly singular pivot below 0, which no square root would survive.
        var inverse = 1f / MathF.Sqrt(MathF.Max(row[pivot], SmallestPivot));
        _inversePivots[pivot] = inverse;
        var start = FirstLane(pivot);
        row[start..pivot].Clear();
        Scale(inverse, row[start..], row[start..]);
    }

    /// <summary>Takes a batch of finished rows off one row below them.</summary>
    private void TakeOff(ref float rows, int below, ref float target)
    {
        ref var row1 = ref Unsafe.Add(ref rows, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        var scale0 = Vector512.Create(-Unsafe.Add(ref rows, below));
        var scale1 = Vector512.Create(-Unsafe.Add(ref row1, below));
        var scale2 = Vector512.Create(-Unsafe.Add(ref row2, below));
        var scale3 = Vector512.Create(-Unsafe.Add(ref row3, below));
        for (var lane = FirstLane(below); lane < stride; lane += FactorKernels.Lanes)
        {
            var value = Vector512.FusedMultiplyAdd(scale0, FactorKernels.Load(ref rows, lane), FactorKernels.Load(ref target, lane));
            value = Vector512.FusedMultiplyAdd(scale1, FactorKernels.Load(ref row1, lane), value);
            value = Vector512.FusedMultiplyAdd(scale2, FactorKernels.Load(ref row2, lane), value);
            value = Vector512.FusedMultiplyAdd(scale3, FactorKernels.Load(ref row3, lane), value);
            value.StoreUnsafe(ref target, (nuint)lane);
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
