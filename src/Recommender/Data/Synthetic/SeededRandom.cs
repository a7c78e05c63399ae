using System.Numerics;

namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>xoshiro256** (Blackman and Vigna, 2018): fast, and the same numbers for a seed in every version of the base library.</summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SeededRandom(int seed, int stream)
    {
        var state = Splits.StableHash.Mix((uint)seed) ^ Splits.StableHash.Mix(0x5EED_0000_0000UL + (uint)stream);
        _s0 = Splits.StableHash.Mix(state);
        _s1 = Splits.StableHash.Mix(state + 1);
        _s2 = Splits.StableHash.Mix(state + 2);
        _s3 = Splits.StableHash.Mix(state + 3);
    }

    /// <summary>From 0 to below 1.</summary>
    public double Double() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)Math.BigMul(Bits(), (ulong)count, out _);

    public bool Chance(double probability) => Double() < probability;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>A value of at least 1 with the tail x^-<paramref name="exponent"/> (Pareto), cut at <paramref name="most"/>.</summary>
    public double Pareto(double exponent, double most) => Math.Min(Math.Pow(1 - Double(), -1 / exponent), most);

    /// <summary>Puts the elements in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private ulong Bits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }
}
