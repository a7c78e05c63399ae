namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Item factors laid out for searching: the items with the greatest norm first, in panels of 32 whose factors stand side by side. By
/// the inequality of Cauchy and Schwarz no item of a panel scores more than the norm of the user times that of the panel, so a search
/// may stop early (Teflioudi, Gemulla and Mykytiuk, "LEMP: fast retrieval of large entries in a matrix product", SIGMOD 2015).
/// </summary>
/// <remarks>Holds 4 bytes a factor of each item and 4 bytes an item.</remarks>
internal sealed class FactorPanels
{
    private readonly FactorMatrix _values;
    private readonly int[] _items;
    private readonly float[] _norms;

    /// <param name="items">Rows of all items, padded to whole vectors.</param>
    /// <param name="itemCount">Number of items.</param>
    /// <param name="factors">Factors of an item; the rest of a row is 0.</param>
    public FactorPanels(ReadOnlySpan<float> items, int itemCount, int factors)
    {
        Factors = factors;
        var stride = FactorMatrix.StrideOf(factors);
        var norms = new float[itemCount];
        for (var item = 0; item < itemCount; item++)
            norms[item] = NormOf(items.Slice(item * stride, factors));
        _items = Enumerable.Range(0, itemCount).Where(item => norms[item] > 0f).ToArray();
        var falling = Array.ConvertAll(_items, item => -norms[item]);
        Array.Sort(falling, _items);
        Count = (_items.Length + PanelKernels.Items - 1) / PanelKernels.Items;
        _norms = new float[Count];
        _values = new FactorMatrix(checked(Count * factors), PanelKernels.Items);
        for (var place = 0; place < _items.Length; place++)
        {
            var (panel, lane) = Math.DivRem(place, PanelKernels.Items);
            if (lane == 0)
                _norms[panel] = -falling[place];
            var row = items.Slice(_items[place] * stride, factors);
            for (var factor = 0; factor < factors; factor++)
                _values.Row((panel * factors) + factor)[lane] = row[factor];
        }
    }

    /// <summary>Number of panels; items without factors are in none.</summary>
    public int Count { get; }

    /// <summary>Factors of an item.</summary>
    public int Factors { get; }

    /// <summary>The factors of a panel: for each factor the values of its 32 items, 0 where there is none.</summary>
    public ReadOnlySpan<float> this[int panel] =>
        _values.Values.Span.Slice(panel * Factors * PanelKernels.Items, Factors * PanelKernels.Items);

    /// <summary>The greatest norm of an item of this panel or a later one, rounded up.</summary>
    public float GreatestNorm(int panel) => _norms[panel];

    /// <summary>The items of a panel.</summary>
    public ReadOnlySpan<int> Items(int panel) =>
        _items.AsSpan(panel * PanelKernels.Items, Math.Min(PanelKernels.Items, _items.Length - (panel * PanelKernels.Items)));

    /// <summary>The norm of a row, rounded up.</summary>
    public static float NormOf(ReadOnlySpan<float> row)
    {
        var squares = 0d;
        foreach (var value in row)
            squares += (double)value * value;
        return MathF.BitIncrement((float)Math.Sqrt(squares));
    }
}
