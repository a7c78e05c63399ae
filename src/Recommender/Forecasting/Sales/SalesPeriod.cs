namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>The length of one point of a sales series.</summary>
public enum SalesPeriod
{
    /// <summary>One day of the calendar, in UTC.</summary>
    Day,

    /// <summary>Seven days from Monday on, in UTC (ISO 8601).</summary>
    Week,
}
