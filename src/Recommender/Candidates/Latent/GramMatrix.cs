using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>The matrix of dot products between columns of factors: Yᵀ·Y.</summary>
internal static class GramMatrix
{
    private const int TileRows = 8;
    private const int MaxBlocks = 64;
    private const int MinRowsPerBlock = 1_024;
    private const int RowsPerPanel = 128;

    /// <summary>
    /// Yᵀ·Y, in blocks of rows that depend on the number of rows alone and are added in their order: the same bits for any number of
    /// threads. Holds one matrix of factors × factors a block, at most 64.
    /// </summary>
    public static float[] Of(FactorMatrix factors, int threads, CancellationToken cancellationToken)
    {
        var stride = factors.Stride;
        var rowsPerBlock = Math.Max(MinRowsPerBlock, (factors.Rows + MaxBlocks - 1) / MaxBlocks);
        var blocks = new float[(factors.Rows + rowsPerBlock - 1) / rowsPerBlock][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, blocks.Length, parallel, block =>
        {
            var sums = new float[stride * stride];
            var last = Math.Min((block + 1) * rowsPerBlock, factors.Rows);
            for (var first = block * rowsPerBlock; first < last; first += RowsPerPanel)
            {
                var rows = Math.Min(RowsPerPanel, last - first);
                AddUpper(factors.Values.Span.Slice(first * stride, rows * stride), rows, stride, sums);
            }

            blocks[block] = sums;
        });
        var gram = new float[stride * stride];
        foreach (var block in blocks)
        {
            for (var place = 0; place < gram.Length; place++)
                gram[place] += block[place];
        }

        for (var row = 0; row < stride; row++)
        {
            for (var column = 0; column < row; column++)
                gram[(row * stride) + column] = gram[(column * stride) + row];
        }

        return gram;
    }

    /// <summary>Adds panelᵀ·panel to a square matrix; places below the diagonal are left undefined.</summary>
    /// <param name="panel">Rows that follow each other.</param>
    /// <param name="rows">How many.</param>
    /// <param name="stride">Their length, a multiple of 16.</param>
    /// <param name="matrix">stride × stride sums.</param>
    public static void AddUpper(ReadOnlySpan<float> panel, int rows, int stride, Span<float> matrix)
    {
        if (stride % FactorKernels.Lanes != 0 || panel.Length < rows * stride || matrix.Length < stride * stride)
            throw new ArgumentException($"{panel.Length} numbers are not {rows} rows of {stride}, or {matrix.Length} no square of it");
        ref var source = ref MemoryMarshal.GetReference(panel);
        ref var target = ref MemoryMarshal.GetReference(matrix);
        for (var row = 0; row < stride; row += TileRows)
        {
            var column = row / FactorKernels.Lanes * FactorKernels.Lanes;
            for (; column <= stride - (2 * FactorKernels.Lanes); column += 2 * FactorKernels.Lanes)
            {
                AddTile(
                    ref Unsafe.Add(ref source, row), ref Unsafe.Add(ref source, column), stride, stride, rows,
                    ref Unsafe.Add(ref target, (row * stride) + column), stride);
            }

            if (column < stride)
                AddHalfTile(ref source, rows, stride, row, column, ref Unsafe.Add(ref target, (row * stride) + column));
        }
    }

    /// <summary>
    /// Adds leftᵀ·right to eight rows by 32 columns, held in registers while the panels pass by, in the order of their rows.
    /// </summary>
    /// <param name="left">The first of 8 numbers of each row.</param>
    /// <param name="right">The first of 32 numbers of each row.</param>
    /// <param name="leftStride">Numbers from one row of the left panel to the next.</param>
    /// <param name="rightStride">Numbers from one row of the right panel to the next.</param>
    /// <param name="rows">Rows of both panels.</param>
    /// <param name="target">The first of the sums.</param>
    /// <param name="stride">Numbers from one row of sums to the next.</param>
    internal static void AddTile(
        ref float left, ref float right, int leftStride, int rightStride, int rows, ref float target, int stride)
    {
        var (a0, b0) = LoadPair(ref target, 0);
        var (a1, b1) = LoadPair(ref target, stride);
        var (a2, b2) = LoadPair(ref target, 2 * stride);
        var (a3, b3) = LoadPair(ref target, 3 * stride);
        var (a4, b4) = LoadPair(ref target, 4 * stride);
        var (a5, b5) = LoadPair(ref target, 5 * stride);
        var (a6, b6) = LoadPair(ref target, 6 * stride);
        var (a7, b7) = LoadPair(ref target, 7 * stride);
        for (var index = 0; index < rows; index++)
        {
            ref var factors = ref Unsafe.Add(ref left, index * leftStride);
            var (a, b) = LoadPair(ref right, index * rightStride);
            (a0, b0) = MultiplyAdd(factors, a, b, a0, b0);
            (a1, b1) = MultiplyAdd(Unsafe.Add(ref factors, 1), a, b, a1, b1);
            (a2, b2) = MultiplyAdd(Unsafe.Add(ref factors, 2), a, b, a2, b2);
            (a3, b3) = MultiplyAdd(Unsafe.Add(ref factors, 3), a, b, a3, b3);
            (a4, b4) = MultiplyAdd(Unsafe.Add(ref factors, 4), a, b, a4, b4);
            (a5, b5) = MultiplyAdd(Unsafe.Add(ref factors, 5), a, b, a5, b5);
            (a6, b6) = MultiplyAdd(Unsafe.Add(ref factors, 6), a, b, a6, b6);
            (a7, b7) = MultiplyAdd(Unsafe.Add(ref factors, 7), a, b, a7, b7);
        }

        StorePair(a0, b0, ref target, 0);
        StorePair(a1, b1, ref target, stride);
        StorePair(a2, b2, ref target, 2 * stride);
        StorePair(a3, b3, ref target, 3 * stride);
        StorePair(a4, b4, ref target, 4 * stride);
        StorePair(a5, b5, ref target, 5 * stride);
        StorePair(a6, b6, ref target, 6 * stride);
        StorePair(a7, b7, ref target, 7 * stride);
    }

    /// <summary>Eight rows by the last 16 columns.</summary>
    private static void AddHalfTile(ref float panel, int rows, int stride, int row, int column, ref float target)
    {
        for (var half = 0; half < TileRows; half += 4)
        {
            ref var sums = ref Unsafe.Add(ref target, half * stride);
            var sum0 = FactorKernels.Load(ref sums, 0);
            var sum1 = FactorKernels.Load(ref sums, stride);
            var sum2 = FactorKernels.Load(ref sums, 2 * stride);
            var sum3 = FactorKernels.Load(ref sums, 3 * stride);
            for (var index = 0; index < rows; index++)
            {
                ref var left = ref Unsafe.Add(ref panel, (index * stride) + row + half);
                var vector = FactorKernels.Load(ref panel, (index * stride) + column);
                sum0 = Vector512.FusedMultiplyAdd(Vector512.Create(left), vector, sum0);
                sum1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 1)), vector, sum1);
                sum2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 2)), vector, sum2);
                sum3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref left, 3)), vector, sum3);
            }

            sum0.StoreUnsafe(ref sums);
            sum1.StoreUnsafe(ref sums, (nuint)stride);
            sum2.StoreUnsafe(ref sums, (nuint)(2 * stride));
            sum3.StoreUnsafe(ref sums, (nuint)(3 * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second) LoadPair(ref float start, int index) =>
        (FactorKernels.Load(ref start, index), FactorKernels.Load(ref start, index + FactorKernels.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second) MultiplyAdd(
        float factor, Vector512<float> a, Vector512<float> b, Vector512<float> sumA, Vector512<float> sumB)
    {
        var scale = Vector512.Create(factor);
        return (Vector512.FusedMultiplyAdd(scale, a, sumA), Vector512.FusedMultiplyAdd(scale, b, sumB));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector512<float> a, Vector512<float> b, ref float start, int index)
    {
        a.StoreUnsafe(ref start, (nuint)index);
        b.StoreUnsafe(ref start, (nuint)(index + FactorKernels.Lanes));
    }
}
