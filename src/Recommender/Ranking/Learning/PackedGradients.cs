namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// First and second derivatives of rows as whole numbers, two in one 64-bit number: the first in the upper half, the second in the
/// lower. Their scale is such that no sum over rows overflows its half, so histograms add one number a row and are exact, in any order
/// and on any number of threads (after Shi, Ke et al., "Quantized training of gradient boosting decision trees", NeurIPS 2022, with a
/// scale of 31 bits for the sum of all rows in place of a few bits a row).
/// </summary>
internal sealed class PackedGradients
{
    private const double Range = int.MaxValue;

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
        // Rounding moves a row by half a unit at most, so a unit a row is room enough.
        var room = Range - rows;
        GradientUnit = absoluteGradients > 0 ? absoluteGradients / room : 1;
        HessianUnit = hessians > 0 ? hessians / room : 1;
    }

    /// <summary>Packs the rows of a range.</summary>
    public void Pack(int first, ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians)
    {
        var (perGradient, perHessian) = (1 / GradientUnit, 1 / HessianUnit);
        var values = Values.AsSpan(first, gradients.Length);
        for (var row = 0; row < gradients.Length; row++)
        {
            var gradient = (long)Math.Floor((gradients[row] * perGradient) + 0.5);
            var hessian = (long)((hessians[row] * perHessian) + 0.5);
            values[row] = (gradient << 32) + hessian;
        }
    }

    /// <summary>The first derivative of a packed sum.</summary>
    public double GradientOf(long sum) => (int)(sum >> 32) * GradientUnit;

    /// <summary>The second derivative of a packed sum.</summary>
    public double HessianOf(long sum) => (uint)sum * HessianUnit;
}
