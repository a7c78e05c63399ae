using System.Globalization;

namespace BookRecs.Recommender.Forecasting.Reports;

/// <summary>Chooses the days that are written below a plot.</summary>
internal static class PlotDates
{
    private const int MostLabels = 9;

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];
    private static readonly int[] DaySteps = [1, 2, 7, 14];

    /// <summary>Round days between two, few enough to be read, each with its label.</summary>
    public static IEnumerable<(DateOnly Day, string Label)> Between(DateOnly first, DateOnly last)
    {
        var days = last.DayNumber - first.DayNumber;
        foreach (var step in DaySteps)
        {
            if (days / step < MostLabels)
                return Days(first, last, step);
        }

        var months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        foreach (var step in MonthSteps)
        {
            if (months / step < MostLabels)
                return Months(first, last, step);
        }

        return Months(first, last, 12 * (1 + (months / (12 * MostLabels))));
    }

    /// <summary>Steps of whole weeks fall on Mondays.</summary>
    private static IEnumerable<(DateOnly Day, string Label)> Days(DateOnly first, DateOnly last, int step)
    {
        var offset = step % 7 == 0 ? (7 - (((int)first.DayOfWeek + 6) % 7)) % 7 : 0;
        for (var day = first.AddDays(offset); day <= last; day = day.AddDays(step))
            yield return (day, day.ToString("d MMM", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<(DateOnly Day, string Label)> Months(DateOnly first, DateOnly last, int step)
    {
        var month = new DateOnly(first.Year, 1, 1);
        while (month < first)
            month = month.AddMonths(step);
        for (; month <= last; month = month.AddMonths(step))
            yield return (month, month.ToString(month.Month == 1 || step >= 12 ? "yyyy" : "MMM", CultureInfo.InvariantCulture));
    }
}
