using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// The inner loop of a search: the scores of eight users for the 32 items of a panel, kept in registers and compared there.
/// </summary>
/// <remarks>
/// A score is one chain of fused multiply-adds in the order of the factors, so its bits are the same for either tile; they are not those of
/// <see cref="FactorKernels.Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>, which sums over lanes.
/// </remarks>
internal static class PanelKernels
{
    /// <summary>Items of a panel.</summary>
    public const int Items = 2 * FactorKernels.Lanes;

    /// <summary>Users that are compared at once.</summary>
    public const int Users = 8;

    private const int NarrowUsers = 4;

    /// <summary>Tells for each of eight users which items of a panel score at least the user's limit.</summary>
    /// <param name="panel">For each factor the values of the 32 items.</param>
    /// <param name="users">Eight rows that follow each other.</param>
    /// <param name="stride">Length of a row, at least the number of factors.</param>
    /// <param name="limits">The limits of the users.</param>
    /// <param name="hits">Where the answers go: bit n is set when item n scores enough.</param>
    public static void Compare(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> users, int stride, ReadOnlySpan<float> limits, Span<uint> hits) =>
        Compare(panel, users, stride, limits, hits, isWide: Vector512.IsHardwareAccelerated);

    /// <summary>The same, with the tile for processors of many registers or the one for few.</summary>
    internal static void Compare(
        ReadOnlySpan<float> panel, ReadOnlySpan<float> users, int stride, ReadOnlySpan<float> limits, Span<uint> hits, bool isWide)
    {
        var factors = panel.Length / Items;
        if (panel.Length % Items != 0 || stride < factors || users.Length < Users * stride || limits.Length < Users || hits.Length < Users)
            throw new ArgumentException($"{users.Length} numbers are not {Users} rows of {stride}, or do not fit a panel of {panel.Length}");
        ref var values = ref MemoryMarshal.GetReference(panel);
        ref var rows = ref MemoryMarshal.GetReference(users);
        if (isWide)
        {
            CompareWide(ref values, ref rows, factors, stride, limits, hits);
            return;
        }

        Span<uint> high = stackalloc uint[Users];
        for (var user = 0; user < Users; user += NarrowUsers)
        {
            ref var row = ref Unsafe.Add(ref rows, user * stride);
            CompareNarrow(ref values, ref row, factors, stride, limits[user..], hits[user..]);
            CompareNarrow(ref Unsafe.Add(ref values, FactorKernels.Lanes), ref row, factors, stride, limits[user..], high[user..]);
        }

        for (var user = 0; user < Users; user++)
            hits[user] |= high[user] << FactorKernels.Lanes;
    }

    /// <summary>Eight users by 32 items: 16 sums of 16 lanes.</summary>
    private static void CompareWide(
        ref float panel, ref float row0, int factors, int stride, ReadOnlySpan<float> limits, Span<uint> hits)
    {
        ref var row1 = ref Unsafe.Add(ref row0, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        ref var row4 = ref Unsafe.Add(ref row3, stride);
        ref var row5 = ref Unsafe.Add(ref row4, stride);
        ref var row6 = ref Unsafe.Add(ref row5, stride);
        ref var row7 = ref Unsafe.Add(ref row6, stride);
        var (a0, a1, a2, a3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (a4, a5, a6, a7) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (b0, b1, b2, b3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (b4, b5, b6, b7) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var factor = 0; factor < factors; factor++)
        {
            var a = FactorKernels.Load(ref panel, factor * Items);
            var b = FactorKernels.Load(ref panel, (factor * Items) + FactorKernels.Lanes);
            var user = Vector512.Create(Unsafe.Add(ref row0, factor));
            (a0, b0) = (Vector512.FusedMultiplyAdd(user, a, a0), Vector512.FusedMultiplyAdd(user, b, b0));
            user = Vector512.Create(Unsafe.Add(ref row1, factor));
            (a1, b1) = (Vector512.FusedMultiplyAdd(user, a, a1), Vector512.FusedMultiplyAdd(user, b, b1));
            user = Vector512.Create(Unsafe.Add(ref row2, factor));
            (a2, b2) = (Vector512.FusedMultiplyAdd(user, a, a2), Vector512.FusedMultiplyAdd(user, b, b2));
            user = Vector512.Create(Unsafe.Add(ref row3, factor));
            (a3, b3) = (Vector512.FusedMultiplyAdd(user, a, a3), Vector512.FusedMultiplyAdd(user, b, b3));
            user = Vector512.Create(Unsafe.Add(ref row4, factor));
            (a4, b4) = (Vector512.FusedMultiplyAdd(user, a, a4), Vector512.FusedMultiplyAdd(user, b, b4));
            user = Vector512.Create(Unsafe.Add(ref row5, factor));
            (a5, b5) = (Vector512.FusedMultiplyAdd(user, a, a5), Vector512.FusedMultiplyAdd(user, b, b5));
            user = Vector512.Create(Unsafe.Add(ref row6, factor));
            (a6, b6) = (Vector512.FusedMultiplyAdd(user, a, a6), Vector512.FusedMultiplyAdd(user, b, b6));
            user = Vector512.Create(Unsafe.Add(ref row7, factor));
            (a7, b7) = (Vector512.FusedMultiplyAdd(user, a, a7), Vector512.FusedMultiplyAdd(user, b, b7));
        }

        hits[0] = Hits(a0, limits[0]) | (Hits(b0, limits[0]) << FactorKernels.Lanes);
        hits[1] = Hits(a1, limits[1]) | (Hits(b1, limits[1]) << FactorKernels.Lanes);
        hits[2] = Hits(a2, limits[2]) | (Hits(b2, limits[2]) << FactorKernels.Lanes);
        hits[3] = Hits(a3, limits[3]) | (Hits(b3, limits[3]) << FactorKernels.Lanes);
        hits[4] = Hits(a4, limits[4]) | (Hits(b4, limits[4]) << FactorKernels.Lanes);
        hits[5] = Hits(a5, limits[5]) | (Hits(b5, limits[5]) << FactorKernels.Lanes);
        hits[6] = Hits(a6, limits[6]) | (Hits(b6, limits[6]) << FactorKernels.Lanes);
        hits[7] = Hits(a7, limits[7]) | (Hits(b7, limits[7]) << FactorKernels.Lanes);
    }

    /// <summary>Four users by 16 items, which 16 registers of 256 bits can hold.</summary>
    private static void CompareNarrow(
        ref float panel, ref float row0, int factors, int stride, ReadOnlySpan<float> limits, Span<uint> hits)
    {
        ref var row1 = ref Unsafe.Add(ref row0, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        var (sum0, sum1, sum2, sum3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (var factor = 0; factor < factors; factor++)
        {
            var items = FactorKernels.Load(ref panel, factor * Items);
            sum0 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row0, factor)), items, sum0);
            sum1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row1, factor)), items, sum1);
            sum2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row2, factor)), items, sum2);
            sum3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row3, factor)), items, sum3);
        }

        hits[0] = Hits(sum0, limits[0]);
        hits[1] = Hits(sum1, limits[1]);
        hits[2] = Hits(sum2, limits[2]);
        hits[3] = Hits(sum3, limits[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hits(Vector512<float> scores, float limit) =>
        (uint)Vector512.GreaterThanOrEqual(scores, Vector512.Create(limit)).ExtractMostSignificantBits();
}
