namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// Draws indexes by weight in constant time (Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE
/// Transactions on Software Engineering, 1991). Holds 12 bytes a weight.
/// </summary>
internal sealed class AliasSampler
{
    private readonly double[] _shares;
    private readonly int[] _others;

    /// <param name="weights">At least one, each above 0.</param>
    public AliasSampler(ReadOnlySpan<double> weights)
    {
        var sum = 0d;
        foreach (var weight in weights)
            sum += weight;
        _shares = new double[weights.Length];
        _others = new int[weights.Length];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var index = 0; index < weights.Length; index++)
        {
            _shares[index] = weights[index] * weights.Length / sum;
            (_shares[index] < 1 ? small : large).Push(index);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (poor, rich) = (small.Pop(), large.Pop());
            _others[poor] = rich;
            _shares[rich] -= 1 - _shares[poor];
            (_shares[rich] < 1 ? small : large).Push(rich);
        }

        foreach (var index in small.Concat(large))
            (_shares[index], _others[index]) = (1, index);
    }

    /// <summary>An index.</summary>
    public int Draw(SeededRandom random)
    {
        var index = random.Below(_shares.Length);
        return random.Double() < _shares[index] ? index : _others[index];
    }
}
