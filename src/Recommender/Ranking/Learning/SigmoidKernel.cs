using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// The logistic function over 16 lanes, the same bits on every processor: multiplications, fused additions and one division.
/// </summary>
internal static class SigmoidKernel
{
    // Beyond this the result is 0 or 1 within single precision.
    private const float Limit = 80f;
    private const float LogBase2OfE = 1.44269504f;

    // ln 2 in two parts, the first exact in products with small whole numbers (Cody and Waite, 1980).
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>1 / (1 + e^−x), within 2 units of the last place of single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));

    /// <summary>1 / (1 + e^−x) of one number, the same bits as a lane has.</summary>
    public static float Of(float x) => Of(Vector512.Create(x)).ToScalar();

    /// <summary>Halves the vector until one number is left: the same order whatever the processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> vector)
    {
        var eight = vector.GetLower() + vector.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return (two + Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>e^x = 2^n · e^r with |r| at most ln 2 / 2, the latter by its Taylor series to the seventh power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Limit)), Vector512.Create(Limit), x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-Limit)), Vector512.Create(-Limit), x);
        var power = Vector512.Floor(Vector512.FusedMultiplyAdd(x, Vector512.Create(LogBase2OfE), Vector512.Create(0.5f)));
        var rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-Ln2High), x);
        rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-Ln2Low), rest);
        var sum = Vector512.Create(1f / 5_040);
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1f / 720));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1f / 120));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1f / 24));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1f / 6));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(0.5f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512<float>.One);
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512<float>.One);
        var scale = (Vector512.ConvertToInt32(power) + Vector512.Create(127)) << 23;
        return sum * scale.AsSingle();
    }
}
