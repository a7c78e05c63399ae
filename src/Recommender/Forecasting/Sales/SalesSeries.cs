namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>The sales of one thing, period after period, with a zero wherever nothing was sold.</summary>
/// <param name="Key">What was sold.</param>
/// <param name="Period">The length of a point.</param>
/// <param name="FirstIndex">The first point's period, as <see cref="SalesCalendar"/> numbers them: the period of the first sale.</param>
/// <param name="Values">Sales of each period, none below zero.</param>
public sealed record SalesSeries(SeriesKey Key, SalesPeriod Period, int FirstIndex, double[] Values)
{
    /// <summary>The period after the last point: the first that is forecast.</summary>
    public int EndIndex => FirstIndex + Values.Length;

    /// <summary>All sales together.</summary>
    public double Total
    {
        get
        {
            var total = 0d;
            foreach (var value in Values)
                total += value;
            return total;
        }
    }

    /// <summary>The first day of a point.</summary>
    /// <param name="point">From 0; points from the length of <see cref="Values"/> on are future ones.</param>
    public DateOnly FirstDay(int point) => SalesCalendar.FirstDay(FirstIndex + point, Period);

    /// <summary>Makes the series of one thing from its sales by day.</summary>
    /// <param name="key">What was sold.</param>
    /// <param name="period">The length of a point.</param>
    /// <param name="days">Sales by day of UTC in any order; a day may occur more than once.</param>
    /// <param name="endIndex">The period after the last complete one; sales from there on are left out.</param>
    /// <returns>The series from its first sale on, without a point when there was none before <paramref name="endIndex"/>.</returns>
    public static SalesSeries FromDays(
        SeriesKey key, SalesPeriod period, IEnumerable<KeyValuePair<DateOnly, int>> days, int endIndex)
    {
        ArgumentNullException.ThrowIfNull(days);
        var counts = new SortedDictionary<int, double>();
        foreach (var (day, sold) in days)
        {
            var index = SalesCalendar.IndexOf(day, period);
            if (index < endIndex && sold > 0)
                counts[index] = counts.GetValueOrDefault(index) + sold;
        }

        if (counts.Count == 0)
            return new SalesSeries(key, period, endIndex, []);
        var first = counts.Keys.First();
        var values = new double[endIndex - first];
        foreach (var (index, sold) in counts)
            values[index - first] = sold;
        return new SalesSeries(key, period, first, values);
    }
}
