namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>Names a sales series.</summary>
/// <param name="Kind">What is summed.</param>
/// <param name="Name">
/// The item's id, or the name of the book series, author or genre as the catalogue writes it; empty for the shop.
/// </param>
public readonly record struct SeriesKey(SeriesKind Kind, string Name) : IComparable<SeriesKey>
{
    /// <summary>The whole shop.</summary>
    public static SeriesKey Shop => new(SeriesKind.Shop, "");

    /// <summary>Orders by kind, then by name.</summary>
    public int CompareTo(SeriesKey other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Name, other.Name);

    /// <summary>Such as "genre Fantasy".</summary>
    public override string ToString() => Kind == SeriesKind.Shop ? "shop" : $"{Kind.ToString().ToLowerInvariant()} {Name}";
}
