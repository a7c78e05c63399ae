namespace BookRecs.Storage;

/// <summary>
/// Remembers in fixed memory which acts an import wrote, so that only likely repeats are looked up: a Bloom filter with double
/// hashing (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970; Kirsch and Mitzenmacher, "Less hashing,
/// same performance", 2006). An act that was added is always recognised; under 1 in 100 others is taken for one up to 12 million
/// acts, and more beyond, which costs look-ups and nothing else.
/// </summary>
internal sealed class ActFilter
{
    private const int BitsExponent = 27;
    private const int Probes = 4;

    private readonly ulong[] _words = new ulong[1 << (BitsExponent - 6)];

    /// <summary>Adds an act.</summary>
    /// <returns>True when it may have been there; false when it surely was not.</returns>
    public bool Add(in InteractionBatch.Row act)
    {
        var hash = Mix(((ulong)(uint)act.User << 32) | (uint)act.Item);
        hash = Mix(hash ^ (ulong)act.OccurredAt);
        hash = Mix(hash ^ act.Kind);
        var step = (hash >> 32) | 1;
        var wasThere = true;
        for (var probe = 0; probe < Probes; probe++, hash += step)
        {
            var bit = hash & ((1UL << BitsExponent) - 1);
            ref var word = ref _words[bit >> 6];
            var mask = 1UL << (int)(bit & 63);
            wasThere &= (word & mask) != 0;
            word |= mask;
        }

        return wasThere;
    }

    // The finaliser of SplitMix64: every bit of the result depends on every bit of the value.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
