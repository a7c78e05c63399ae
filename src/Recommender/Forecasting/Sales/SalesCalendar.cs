namespace BookRecs.Recommender.Forecasting.Sales;

/// <summary>Numbers the periods of time. All dates are UTC; weeks begin on Monday (ISO 8601).</summary>
public static class SalesCalendar
{
    private const int DaysPerWeek = 7;

    // 0001-01-01, day number 0 of DateOnly, is a Monday: whole weeks count from there.

    /// <summary>The number of the period that a moment falls into; consecutive periods have consecutive numbers.</summary>
    public static int IndexOf(DateTimeOffset moment, SalesPeriod period) =>
        IndexOf(DateOnly.FromDateTime(moment.UtcDateTime), period);

    /// <summary>The number of the period that a day of UTC falls into.</summary>
    public static int IndexOf(DateOnly day, SalesPeriod period) =>
        period == SalesPeriod.Day ? day.DayNumber : day.DayNumber / DaysPerWeek;

    /// <summary>The first day of a period.</summary>
    public static DateOnly FirstDay(int index, SalesPeriod period) =>
        DateOnly.FromDayNumber(period == SalesPeriod.Day ? index : index * DaysPerWeek);

    /// <summary>Periods after which sales repeat: 7 days, or 52 weeks.</summary>
    public static int SeasonOf(SalesPeriod period) => period == SalesPeriod.Day ? DaysPerWeek : 52;

    /// <summary>Periods of a year: 365 days, or 52 weeks.</summary>
    public static int YearOf(SalesPeriod period) => period == SalesPeriod.Day ? 365 : 52;
}
