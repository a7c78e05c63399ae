namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>Acts of one kind by item and period.</summary>
internal sealed class SalesCounts
{
    private readonly Dictionary<string, Dictionary<int, int>> _items = new(StringComparer.Ordinal);

    /// <summary>Each item's acts by period.</summary>
    public IReadOnlyDictionary<string, Dictionary<int, int>> Items => _items;

    /// <summary>Counts an act.</summary>
    public void Add(string itemId, int periodIndex)
    {
        if (!_items.TryGetValue(itemId, out var periods))
            _items.Add(itemId, periods = []);
        periods[periodIndex] = periods.GetValueOrDefault(periodIndex) + 1;
    }
}
