namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>How many acts each day sees: a weekly rhythm, a busy December, and slow growth over the years.</summary>
internal static class ShopCalendar
{
    private const double GrowthPerYear = 0.15;
    private const double DaysPerYear = 365.25;

    /// <summary>From Sunday to Saturday.</summary>
    private static readonly double[] WeekdayFactors = [1.1, 0.85, 0.85, 0.9, 0.95, 1.1, 1.35];

    /// <summary>How busy a day is; 1 is about the mean of the first year.</summary>
    public static double Factor(DateOnly start, int day)
    {
        var date = start.AddDays(day);
        var winter = 0.12 * Math.Cos(2 * Math.PI * (date.DayOfYear - 15) / DaysPerYear);
        var season = 1 + winter + (date is { Month: 12, Day: < 24 } ? 0.4 : 0);
        return WeekdayFactors[(int)date.DayOfWeek] * season * Math.Pow(1 + GrowthPerYear, day / DaysPerYear);
    }

    /// <summary>Spreads a number over the days by their factors, without a remainder.</summary>
    public static int[] Spread(DateOnly start, int days, int total)
    {
        var sum = 0.0;
        for (var day = 0; day < days; day++)
            sum += Factor(start, day);
        var counts = new int[days];
        var running = 0.0;
        var given = 0;
        for (var day = 0; day < days; day++)
        {
            running += Factor(start, day);
            var upTo = day == days - 1 ? total : (int)Math.Round(total * (running / sum));
            counts[day] = upTo - given;
            given = upTo;
        }

        return counts;
    }
}
