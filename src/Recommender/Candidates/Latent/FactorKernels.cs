using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// The inner loops of implicit ALS over rows of whole vectors of 16.
/// </summary>
/// <remarks>
/// Every sum keeps 16 partial sums, adds them in one fixed order and uses fused multiply-add throughout, so the bits of a result depend
/// neither on the vector width of the processor nor on the number of threads.
/// </remarks>
internal static class FactorKernels
{
    /// <summary>Numbers that one vector holds; every row length is a multiple of it.</summary>
    public const int Lanes = 16;

    /// <summary>The dot product of two rows.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        CheckRow(left.Length, right.Length);
        return Dot(ref MemoryMarshal.GetReference(left), ref MemoryMarshal.GetReference(right), left.Length);
    }

    /// <summary>target += factor · source.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<float> source, Span<float> target)
    {
        CheckRow(source.Length, target.Length);
        AddScaled(factor, ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(target), source.Length);
    }

    /// <summary>result = matrix · x + diagonal · x for a symmetric matrix of x.Length rows.</summary>
    public static void MultiplySymmetric(ReadOnlySpan<float> matrix, float diagonal, ReadOnlySpan<float> x, Span<float> result)
    {
        CheckRow(x.Length, result.Length);
        if (matrix.Length != x.Length * x.Length)
            throw new ArgumentException($"a matrix of {matrix.Length} numbers does not fit {x.Length} factors", nameof(matrix));
        ref var rows = ref MemoryMarshal.GetReference(matrix);
        ref var input = ref MemoryMarshal.GetReference(x);
        ref var output = ref MemoryMarshal.GetReference(result);
        var stride = x.Length;
        var scale = Vector512.Create(diagonal);
        var column = 0;
        for (; column <= stride - (4 * Lanes); column += 4 * Lanes)
            MultiplyColumns(ref Unsafe.Add(ref rows, column), stride, scale, ref input, column, ref output);
        for (; column < stride; column += Lanes)
        {
            var sum = scale * Load(ref input, column);
            for (var row = 0; row < stride; row++)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref input, row)), Load(ref rows, (row * stride) + column), sum);
            sum.StoreUnsafe(ref output, (nuint)column);
        }
    }

    /// <summary>
    /// Adds the sparse part of A·x for confidences 1 + w, which is the sum of w·(y·x)·y over the entries; or, as a residual, the sum of
    /// ((1 + w) − w·(y·x))·y.
    /// </summary>
    /// <param name="factors">All rows y.</param>
    /// <param name="columns">Which rows the entries are.</param>
    /// <param name="values">Their values, or empty when each is 1.</param>
    /// <param name="alpha">w is alpha · value.</param>
    /// <param name="isResidual">Which of the two sums.</param>
    /// <param name="x">The vector to multiply.</param>
    /// <param name="result">Is added to.</param>
    public static void AddSparse(
        ReadOnlySpan<float> factors,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<float> values,
        float alpha,
        bool isResidual,
        ReadOnlySpan<float> x,
        Span<float> result)
    {
        CheckRow(x.Length, result.Length);
        var stride = x.Length;
        ref var rows = ref MemoryMarshal.GetReference(factors);
        ref var input = ref MemoryMarshal.GetReference(x);
        ref var output = ref MemoryMarshal.GetReference(result);
        var entry = 0;
        for (; entry <= columns.Length - 4; entry += 4)
        {
            if (isResidual && entry + 12 <= columns.Length)
                Prefetch(factors, columns.Slice(entry + 8, 4), stride);
            ref var row0 = ref Unsafe.Add(ref rows, (nint)columns[entry] * stride);
            ref var row1 = ref Unsafe.Add(ref rows, (nint)columns[entry + 1] * stride);
            ref var row2 = ref Unsafe.Add(ref rows, (nint)columns[entry + 2] * stride);
            ref var row3 = ref Unsafe.Add(ref rows, (nint)columns[entry + 3] * stride);
            var dots = Dots(ref row0, ref row1, ref row2, ref row3, ref input, stride);
            var weights = values.IsEmpty ? Vector128.Create(alpha) : alpha * Vector128.Create(values.Slice(entry, 4));
            var products = weights * dots;
            var factor = isResidual ? Vector128<float>.One + weights - products : products;
            var factor0 = Vector512.Create(factor[0]);
            var factor1 = Vector512.Create(factor[1]);
            var factor2 = Vector512.Create(factor[2]);
            var factor3 = Vector512.Create(factor[3]);
            for (var lane = 0; lane < stride; lane += Lanes)
            {
                var sum = Vector512.FusedMultiplyAdd(factor0, Load(ref row0, lane), Load(ref output, lane));
                sum = Vector512.FusedMultiplyAdd(factor1, Load(ref row1, lane), sum);
                sum = Vector512.FusedMultiplyAdd(factor2, Load(ref row2, lane), sum);
                sum = Vector512.FusedMultiplyAdd(factor3, Load(ref row3, lane), sum);
                sum.StoreUnsafe(ref output, (nuint)lane);
            }
        }

        for (; entry < columns.Length; entry++)
        {
            ref var row = ref Unsafe.Add(ref rows, (nint)columns[entry] * stride);
            var weight = values.IsEmpty ? alpha : alpha * values[entry];
            var product = weight * Dot(ref row, ref input, stride);
            AddScaled(isResidual ? 1f + weight - product : product, ref row, ref output, stride);
        }
    }

    /// <summary>The dot products of one row with four rows that follow each other.</summary>
    public static Vector128<float> Dots(ReadOnlySpan<float> four, ReadOnlySpan<float> x)
    {
        if (four.Length != 4 * x.Length)
            throw new ArgumentException($"{four.Length} numbers are not 4 rows of {x.Length}", nameof(four));
        CheckRow(x.Length, x.Length);
        ref var rows = ref MemoryMarshal.GetReference(four);
        return Dots(
            ref rows,
            ref Unsafe.Add(ref rows, x.Length),
            ref Unsafe.Add(ref rows, 2 * x.Length),
            ref Unsafe.Add(ref rows, 3 * x.Length),
            ref MemoryMarshal.GetReference(x),
            x.Length);
    }

    /// <summary>Asks for rows that are needed soon: they are scattered over more memory than a cache holds.</summary>
    public static unsafe void Prefetch(ReadOnlySpan<float> factors, ReadOnlySpan<int> columns, int stride)
    {
        if (!Sse.IsSupported)
            return;
        ref var rows = ref MemoryMarshal.GetReference(factors);
        foreach (var column in columns)
        {
            ref var row = ref Unsafe.Add(ref rows, (nint)column * stride);
            for (var lane = 0; lane < stride; lane += Lanes)
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, lane)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Load(ref float start, int index) => Vector512.LoadUnsafe(ref start, (nuint)index);

    private static void MultiplyColumns(
        ref float rows, int stride, Vector512<float> scale, ref float input, int column, ref float output)
    {
        var even0 = scale * Load(ref input, column);
        var even1 = scale * Load(ref input, column + Lanes);
        var even2 = scale * Load(ref input, column + (2 * Lanes));
        var even3 = scale * Load(ref input, column + (3 * Lanes));
        var (odd0, odd1, odd2, odd3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var row = 0; row < stride; row += 2)
        {
            ref var even = ref Unsafe.Add(ref rows, row * stride);
            var factor = Vector512.Create(Unsafe.Add(ref input, row));
            even0 = Vector512.FusedMultiplyAdd(factor, Load(ref even, 0), even0);
            even1 = Vector512.FusedMultiplyAdd(factor, Load(ref even, Lanes), even1);
            even2 = Vector512.FusedMultiplyAdd(factor, Load(ref even, 2 * Lanes), even2);
            even3 = Vector512.FusedMultiplyAdd(factor, Load(ref even, 3 * Lanes), even3);
            ref var odd = ref Unsafe.Add(ref even, stride);
            factor = Vector512.Create(Unsafe.Add(ref input, row + 1));
            odd0 = Vector512.FusedMultiplyAdd(factor, Load(ref odd, 0), odd0);
            odd1 = Vector512.FusedMultiplyAdd(factor, Load(ref odd, Lanes), odd1);
            odd2 = Vector512.FusedMultiplyAdd(factor, Load(ref odd, 2 * Lanes), odd2);
            odd3 = Vector512.FusedMultiplyAdd(factor, Load(ref odd, 3 * Lanes), odd3);
        }

        (even0 + odd0).StoreUnsafe(ref output, (nuint)column);
        (even1 + odd1).StoreUnsafe(ref output, (nuint)(column + Lanes));
        (even2 + odd2).StoreUnsafe(ref output, (nuint)(column + (2 * Lanes)));
        (even3 + odd3).StoreUnsafe(ref output, (nuint)(column + (3 * Lanes)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Dots(
        ref float row0, ref float row1, ref float row2, ref float row3, ref float x, int stride)
    {
        var (sum0, sum1, sum2, sum3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var lane = 0; lane < stride; lane += Lanes)
        {
            var vector = Load(ref x, lane);
            sum0 = Vector512.FusedMultiplyAdd(vector, Load(ref row0, lane), sum0);
            sum1 = Vector512.FusedMultiplyAdd(vector, Load(ref row1, lane), sum1);
            sum2 = Vector512.FusedMultiplyAdd(vector, Load(ref row2, lane), sum2);
            sum3 = Vector512.FusedMultiplyAdd(vector, Load(ref row3, lane), sum3);
        }

        return Vector128.Create(Sum(sum0), Sum(sum1), Sum(sum2), Sum(sum3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(ref float left, ref float right, int stride)
    {
        var sum = Vector512<float>.Zero;
        for (var lane = 0; lane < stride; lane += Lanes)
            sum = Vector512.FusedMultiplyAdd(Load(ref left, lane), Load(ref right, lane), sum);
        return Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(float factor, ref float source, ref float target, int stride)
    {
        var scale = Vector512.Create(factor);
        for (var lane = 0; lane < stride; lane += Lanes)
            Vector512.FusedMultiplyAdd(scale, Load(ref source, lane), Load(ref target, lane)).StoreUnsafe(ref target, (nuint)lane);
    }

    /// <summary>Halves the vector until one number is left: the same order whatever the processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> vector)
    {
        var eight = vector.GetLower() + vector.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return (two + Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    private static void CheckRow(int length, int other)
    {
        if (length % Lanes != 0 || length != other)
            throw new ArgumentException($"rows of {length} and {other} numbers are not equal multiples of {Lanes}");
    }
}
