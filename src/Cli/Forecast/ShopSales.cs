using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Cli.Forecast;

/// <summary>The sales series of a shop.</summary>
/// <param name="Series">The series, ordered by key; at least one.</param>
/// <param name="SaleKind">The kind of act that counts as a sale.</param>
/// <param name="Undated">Acts without a date, which do not count.</param>
/// <param name="IsSynthetic">Whether the shop is generated.</param>
/// <param name="Book">The book, when one item was asked for and the catalogue has it.</param>
internal sealed record ShopSales(IReadOnlyList<SalesSeries> Series, InteractionKind SaleKind, long Undated, bool IsSynthetic, Book? Book)
{
    private const int ReportRows = 20_000;

    /// <summary>Such as "sales are purchases".</summary>
    public string Describe() =>
        $"sales are {SaleKind.ToString().ToLowerInvariant()}s"
        + (Undated > 0 ? $"; {Quantities.Count(Undated)} acts without a date do not count" : "")
        + (IsSynthetic ? "; the data is synthetic" : "");

    /// <summary>Reads a shop.</summary>
    /// <param name="arguments">What to look at.</param>
    /// <param name="today">The present day in UTC.</param>
    /// <param name="steps">Shows how far the reading is.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">There is nothing to forecast from, or the last day lies in the future.</exception>
    public static async Task<ShopSales> ReadAsync(
        ForecastArguments arguments, DateOnly today, IProgressSteps steps, CancellationToken cancellationToken)
    {
        await using var shop = await arguments.Data.OpenReadOnlyAsync(cancellationToken);
        var summary = await shop.Log.GetSummaryAsync(cancellationToken);
        var builder = new SalesSeriesBuilder(arguments.Period, arguments.Until);
        using (var step = steps.Begin("read the shop", ProgressUnit.Rows, summary.Transactions))
        {
            var rows = 0L;
            foreach (var interaction in shop.Log.ReadInteractions(cancellationToken))
            {
                builder.Add(interaction);
                if (++rows % ReportRows == 0)
                    step.Report(rows, rows);
            }

            foreach (var book in shop.Catalogue.ReadAll(cancellationToken))
                builder.Add(book);
        }

        if (builder.SaleKind is not { } saleKind)
        {
            throw new InputException(
                $"--data is '{arguments.Data}'; it must hold at least one purchase, read or rating with a date: import some first");
        }

        // Acts may be dated ahead, as in a generated shop.
        if (arguments.Until is { } until && until > today && until > builder.LastDay)
        {
            throw new InputException(
                $"--until is '{until:yyyy-MM-dd}'; it must be at most "
                + (builder.LastDay > today ? $"{builder.LastDay:yyyy-MM-dd}, the day of the shop's last act" : $"{today:yyyy-MM-dd}, today in UTC"));
        }

        var series = builder.Build(arguments.Kinds, arguments.Only);
        if (series.Count == 0)
            throw new InputException(NothingOf(builder, arguments));
        var item = arguments.Kinds is [SeriesKind.Item] && arguments.Only is { } itemId
            ? await shop.Catalogue.FindAsync(itemId, cancellationToken)
            : null;
        return new ShopSales(series, saleKind, builder.Undated, summary.IsSynthetic, item);
    }

    private static string NothingOf(SalesSeriesBuilder builder, ForecastArguments arguments)
    {
        var before = SalesCalendar.FirstDay(builder.EndIndex, arguments.Period);
        if (arguments.Only is not { Length: > 0 } only)
            return $"{arguments.OnlyOption} finds no sale before {before:yyyy-MM-dd}, the end of the last whole {Unit(arguments.Period)}";
        var alike = builder.Build(arguments.Kinds)
            .Select(static one => one.Key.Name)
            .FirstOrDefault(name => string.Equals(name, only, StringComparison.OrdinalIgnoreCase));
        return $"{arguments.OnlyOption} is '{only}'; it must be one with a sale before {before:yyyy-MM-dd}"
            + (alike is null ? "" : $", such as '{alike}'");
    }

    /// <summary>What a period is called.</summary>
    public static string Unit(SalesPeriod period) => period == SalesPeriod.Day ? "day" : "week";
}
