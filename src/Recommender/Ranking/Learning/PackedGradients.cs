using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// First and second derivatives of rows as whole numbers, two in one 64-bit number: the first in the upper half, the second in the
/// lower. Their scale is such that no sum over rows overflows its half, so histograms add one number a row and are exact, in any order
/// and on any number of threads (after Shi, Ke et al., "Quantized training of gradient boosting decision trees", NeurIPS 2022, with a
/// scale of 31 bits for the sum of all rows in place of a few bits a row).
/// </summary>
internal sealed class PackedGradients
{
    private const int Lanes = 16;

    // Rounding moves a row by half a unit at most, and single precision the sum by less than a thousand units.
    private const double Range = int.MaxValue - 1_024d;

    public PackedGradients(int rowCount) => Values = new long[rowCount];

    /// <summary>One packed number a row.</summary>
    public long[] Values { get; }

    /// <summary>What one unit of the upper half stands for.</summary>
    public double GradientUnit { get; private set; }

    /// <summary>What one unit of the lower half stands for.</summary>
    public double HessianUnit { get; private set; }

    /// <summary>Chooses the units.</summary>
    /// <param name="rows">How many rows will be added at most.</param>
    /// <param name="absoluteGradients">Sum of the absolute first derivatives.</param>
    /// <param name="hessians">Sum of the second derivatives.</param>
    public void Scale(int rows, double absoluteGradients, double hessians)
    {
        var room = Range - rows;
        GradientUnit = absoluteGradients > 0 ? absoluteGradients / room : 1;
        HessianUnit = hessians > 0 ? hessians / room : 1;
    }

    /// <summary>Packs the rows of a range.</summary>
    public void Pack(int first, ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians)
    {
        var (perGradient, perHessian) = ((float)(1 / GradientUnit), (float)(1 / HessianUnit));
        var values = Values.AsSpan(first, gradients.Length);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var hessian = ref MemoryMarshal.GetReference(hessians);
        ref var value = ref MemoryMarshal.GetReference(values);
        var row = 0;
        for (; row <= values.Length - Lanes; row += Lanes)
        {
            var (firstLow, firstHigh) = Vector512.Widen(Round(Vector512.LoadUnsafe(ref gradient, (nuint)row) * perGradient));
            var (secondLow, secondHigh) = Vector512.Widen(Round(Vector512.LoadUnsafe(ref hessian, (nuint)row) * perHessian));
            ((firstLow << 32) + secondLow).StoreUnsafe(ref value, (nuint)row);
            ((firstHigh << 32) + secondHigh).StoreUnsafe(ref value, (nuint)(row + (Lanes / 2)));
        }

        for (; row < values.Length; row++)
            values[row] = ((long)Round(gradients[row] * perGradient) << 32) + Round(hessians[row] * perHessian);
    }

    /// <summary>Sums of the absolute first and of the second derivatives of some rows, over 16 lanes whatever the processor.</summary>
    public static (double AbsoluteGradients, double Hessians) SumsOf(ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians)
    {
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var hessian = ref MemoryMarshal.GetReference(hessians);
        var (absolutes, seconds) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var row = 0;
        for (; row <= gradients.Length - Lanes; row += Lanes)
        {
            absolutes += Vector512.Abs(Vector512.LoadUnsafe(ref gradient, (nuint)row));
            seconds += Vector512.LoadUnsafe(ref hessian, (nuint)row);
        }

        double absolute = SigmoidKernel.Sum(absolutes);
        double second = SigmoidKernel.Sum(seconds);
        for (; row < gradients.Length; row++)
        {
            absolute += Math.Abs(gradients[row]);
            second += hessians[row];
        }

        return (absolute, second);
    }

    /// <summary>The first derivative of a packed sum.</summary>
    public double GradientOf(long sum) => (int)(sum >> 32) * GradientUnit;

    /// <summary>The second derivative of a packed sum.</summary>
    public double HessianOf(long sum) => (uint)sum * HessianUnit;

    private static Vector512<int> Round(Vector512<float> values) =>
        Vector512.ConvertToInt32(Vector512.Floor(values + Vector512.Create(0.5f)));

    private static int Round(float value) => (int)MathF.Floor(value + 0.5f);
}
