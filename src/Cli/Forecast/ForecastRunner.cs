using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Forecasting;

namespace BookRecs.Cli.Forecast;

/// <summary>Forecasts what <see cref="ForecastArguments"/> name.</summary>
internal sealed class ForecastRunner(Terminal terminal)
{
    public async Task<int> RunAsync(ForecastArguments arguments, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        var (sales, forecasts) = await terminal.Progress.RunAsync(
            steps => Task.Run(() => ForecastAsync(arguments, steps, cancellationToken), cancellationToken));
        var output = terminal.Out;
        output.WriteLine(sales.Describe());
        if (arguments.Only is null)
            WriteAll(arguments, sales, forecasts, cancellationToken);
        else
            WriteOne(arguments, sales, forecasts[0]);
        output.WriteLine($"{Quantities.Duration(terminal.Time.GetElapsedTime(began))}, peak memory {Quantities.PeakMemory()}");
        return ExitCode.Success;
    }

    private async Task<(ShopSales Sales, SeriesForecast[] Forecasts)> ForecastAsync(
        ForecastArguments arguments, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var sales = await ShopSales.ReadAsync(arguments, terminal.Today, steps, cancellationToken);
        using var progress = new SeriesProgress(steps, "forecast", sales.Series.Count);
        return (sales, ForecastBatch.Run(sales.Series, arguments.Settings, arguments.Threads, progress, cancellationToken));
    }

    private void WriteOne(ForecastArguments arguments, ShopSales sales, SeriesForecast forecast)
    {
        var (output, series) = (terminal.Out, sales.Series[0]);
        var title = sales.Book is { Title.Length: > 0 } book ? $"{book.Title} (item {series.Key.Name})" : series.Key.ToString();
        var unit = ShopSales.Unit(series.Period);
        output.WriteLine(
            $"{title}: {Quantities.Count((long)series.Total)} sold in {Quantities.Count(series.Values.Length)} {unit}s from "
            + $"{series.FirstDay(0):yyyy-MM-dd} on");
        ForecastTable.WriteOne(output, series, forecast);
        ForecastFiles.WriteOne(arguments.Out, series, forecast, title + LabelOf(sales));
        output.WriteLine($"{ForecastFiles.Forecasts}, {ForecastFiles.Sales} and {ForecastFiles.Plot} are in {arguments.Out}");
    }

    private void WriteAll(
        ForecastArguments arguments, ShopSales sales, SeriesForecast[] forecasts, CancellationToken cancellationToken)
    {
        var best = Enumerable.Range(0, forecasts.Length)
            .OrderByDescending(index => forecasts[index].Values.Sum())
            .ThenBy(static index => index)
            .ToArray();
        ForecastTable.WriteAll(terminal.Out, sales.Series, forecasts, best);
        ForecastFiles.WriteAll(arguments.Out, sales.Series, forecasts, best.Take(arguments.Plots), LabelOf(sales), cancellationToken);
        terminal.Out.WriteLine(
            $"{Quantities.Count(forecasts.Length)} series; {ForecastFiles.Forecasts} and {ForecastFiles.Plots}/ are in {arguments.Out}");
    }

    private static string LabelOf(ShopSales sales) => sales.IsSynthetic ? ", synthetic data" : "";
}
