namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>What the sales of a series are summed over.</summary>
public enum SeriesKind
{
    /// <summary>All sales.</summary>
    Shop,

    /// <summary>One item of the catalogue.</summary>
    Item,

    /// <summary>All items of a book series.</summary>
    Series,

    /// <summary>All items of an author.</summary>
    Author,

    /// <summary>All items of a genre or subject.</summary>
    Genre,
}
