using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Forecasting.Backtests;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Cli.Forecast;

/// <summary>Measures how well the past of what <see cref="ForecastArguments"/> name could have been forecast.</summary>
internal sealed class BacktestRunner(Terminal terminal)
{
    public async Task<int> RunAsync(ForecastArguments arguments, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        var (sales, report) = await terminal.Progress.RunAsync(
            steps => Task.Run(() => BacktestAsync(arguments, steps, cancellationToken), cancellationToken));
        terminal.Out.WriteLine(sales.Describe());
        terminal.Out.Write(BacktestTable.Render(report));
        terminal.Out.WriteLine($"{Quantities.Duration(terminal.Time.GetElapsedTime(began))}, peak memory {Quantities.PeakMemory()}");
        return ExitCode.Success;
    }

    private async Task<(ShopSales Sales, BacktestReport Report)> BacktestAsync(
        ForecastArguments arguments, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var sales = await ShopSales.ReadAsync(arguments, terminal.Today, steps, cancellationToken);
        var options = new BacktestOptions
        {
            Forecast = arguments.Settings,
            FewestPoints = SalesCalendar.YearOf(arguments.Period),
            Origins = arguments.BacktestOrigins ?? 1,
            Threads = arguments.Threads,
        };
        using var progress = new SeriesProgress(steps, "backtest", sales.Series.Count);
        var report = ForecastBacktest.Run(sales.Series, options, progress, cancellationToken);
        if (report.Series == 0)
        {
            throw new InputException(
                $"{arguments.OnlyOption} finds {Quantities.Count(sales.Series.Count)} series; --backtest needs at least one of "
                + $"{options.FewestPoints} {ShopSales.Unit(arguments.Period)}s, and more than --horizon, whose sales change");
        }

        return (sales, report);
    }
}
