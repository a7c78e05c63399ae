using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Derivatives of LambdaRank for one query: each pair of rows pulls apart with the logistic loss of its difference, times what exchanging
/// the two would change in NDCG@k (Burges, "From RankNet to LambdaRank to LambdaMART: an overview", MSR-TR-2010-82). Pairs that are both
/// below place k change nothing and are skipped. With normalisation a pair counts less the further apart its scores are already, and a
/// query less than in proportion to its sum of pulls, as LightGBM does (lambdarank_norm).
/// </summary>
/// <remarks>Holds scratch memory: one instance a thread.</remarks>
internal sealed class LambdaGradients(int truncation, bool normalize)
{
    private const int Lanes = 16;

    private readonly int[] _top = new int[truncation];
    private readonly float[] _discounts = [.. Enumerable.Range(0, truncation).Select(static place => (float)RankingMetrics.DiscountOf(place))];
    private int[] _order = [];
    private float[] _buffer = [];

    /// <summary>Computes the derivatives of one query; those of rows with equal labels only are 0.</summary>
    /// <param name="scores">The model's scores.</param>
    /// <param name="gains">Gains of the labels.</param>
    /// <param name="inverseIdeal">1 / the DCG@k of the best order, or 0.</param>
    /// <param name="gradients">First derivatives of the loss by the scores.</param>
    /// <param name="hessians">Second derivatives.</param>
    public void Compute(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> gains, double inverseIdeal, Span<float> gradients, Span<float> hessians)
    {
        gradients.Clear();
        hessians.Clear();
        if (inverseIdeal <= 0)
            return;
        var count = scores.Length;
        var padded = (count + Lanes - 1) / Lanes * Lanes;
        if (_buffer.Length < 5 * padded)
            (_order, _buffer) = (new int[padded], new float[5 * padded]);
        var sorted = _buffer.AsSpan(0, padded);
        var gain = _buffer.AsSpan(padded, padded);
        var discount = _buffer.AsSpan(2 * padded, padded);
        var first = _buffer.AsSpan(3 * padded, padded);
        var second = _buffer.AsSpan(4 * padded, padded);
        _buffer.AsSpan(0, 5 * padded).Clear();
        // A gain that no row exceeds keeps the padding out of every pair.
        gain[count..].Fill(float.PositiveInfinity);
        var top = Order(scores, _order.AsSpan(0, count));
        for (var place = 0; place < count; place++)
        {
            sorted[place] = scores[_order[place]];
            gain[place] = gains[_order[place]];
        }

        _discounts.AsSpan(0, top).CopyTo(discount);

        var isSpread = normalize && IsSpread(scores);
        var pulls = 0d;
        for (var high = 0; high < count; high++)
        {
            if (gain[high] <= 0)
                continue;
            var others = high < top ? padded : Math.Min((top + Lanes - 1) / Lanes * Lanes, padded);
            pulls += AddPairs(high, others, (float)inverseIdeal, isSpread, sorted, gain, discount, first, second);
        }

        var scale = normalize && pulls > 0 ? (float)(Math.Log2(1 + (2 * pulls)) / (2 * pulls)) : 1f;
        for (var place = 0; place < count; place++)
        {
            gradients[_order[place]] = first[place] * scale;
            hessians[_order[place]] = second[place] * scale;
        }
    }

    /// <summary>Adds the pairs of a row with those of lower gain; returns the sum of their pulls.</summary>
    private static double AddPairs(
        int high,
        int others,
        float inverseIdeal,
        bool isSpread,
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> gains,
        ReadOnlySpan<float> discounts,
        Span<float> first,
        Span<float> second)
    {
        ref var score = ref MemoryMarshal.GetReference(scores);
        ref var gain = ref MemoryMarshal.GetReference(gains);
        ref var discount = ref MemoryMarshal.GetReference(discounts);
        ref var gradient = ref MemoryMarshal.GetReference(first);
        ref var hessian = ref MemoryMarshal.GetReference(second);
        var highScore = Vector512.Create(scores[high]);
        var highGain = Vector512.Create(gains[high]);
        var highDiscount = Vector512.Create(discounts[high]);
        var (pulls, curves) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var place = 0; place < others; place += Lanes)
        {
            var lowGain = Vector512.LoadUnsafe(ref gain, (nuint)place);
            var isPair = Vector512.LessThan(lowGain, highGain);
            if (isPair == Vector512<float>.Zero)
                continue;
            var difference = highScore - Vector512.LoadUnsafe(ref score, (nuint)place);
            var change = (highGain - lowGain) * Vector512.Abs(highDiscount - Vector512.LoadUnsafe(ref discount, (nuint)place)) * inverseIdeal;
            if (isSpread)
                change /= Vector512.Create(0.01f) + Vector512.Abs(difference);
            var wrong = SigmoidKernel.Of(-difference);
            var pull = Vector512.ConditionalSelect(isPair, wrong * change, Vector512<float>.Zero);
            var curve = pull * (Vector512<float>.One - wrong);
            (Vector512.LoadUnsafe(ref gradient, (nuint)place) + pull).StoreUnsafe(ref gradient, (nuint)place);
            (Vector512.LoadUnsafe(ref hessian, (nuint)place) + curve).StoreUnsafe(ref hessian, (nuint)place);
            pulls += pull;
            curves += curve;
        }

        var sum = SigmoidKernel.Sum(pulls);
        first[high] -= sum;
        second[high] += SigmoidKernel.Sum(curves);
        return sum;
    }

    /// <summary>Puts the first k rows by score before the others, which keep their order; ties go to the earlier row.</summary>
    private int Order(ReadOnlySpan<float> scores, Span<int> order)
    {
        var top = TopPlaces.Find(scores, _top);
        var isTop = order;
        isTop.Clear();
        for (var place = 0; place < top; place++)
            isTop[_top[place]] = 1;
        var next = scores.Length;
        for (var row = scores.Length - 1; row >= 0; row--)
        {
            // Written from the end: the mark of a row is read before its place is taken.
            if (isTop[row] == 0)
                order[--next] = row;
        }

        _top.AsSpan(0, top).CopyTo(order);
        return top;
    }

    private static bool IsSpread(ReadOnlySpan<float> scores)
    {
        foreach (var score in scores)
        {
            if (score != scores[0])
                return true;
        }

        return false;
    }
}
