using BookRecs.Cli.CommandLine;
using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Cli.Forecast;

/// <summary>What <c>forecast</c> was asked for.</summary>
/// <param name="Data">The shop's database.</param>
/// <param name="Kinds">What to sum sales over.</param>
/// <param name="Only">The one thing of that kind, or null for all of them.</param>
/// <param name="OnlyOption">The option that named it, for messages.</param>
/// <param name="Period">The length of a point.</param>
/// <param name="Until">The last day to look at, or null for all.</param>
/// <param name="Settings">How to forecast.</param>
/// <param name="Out">The folder of the files.</param>
/// <param name="Plots">How many series of --all get a plot.</param>
/// <param name="BacktestOrigins">Origins of a backtest, or null to forecast the future.</param>
/// <param name="Threads">Threads to use.</param>
internal sealed record ForecastArguments(
    ShopLocation Data,
    IReadOnlyList<SeriesKind> Kinds,
    string? Only,
    string OnlyOption,
    SalesPeriod Period,
    DateOnly? Until,
    ForecastOptions Settings,
    DirectoryInfo Out,
    int Plots,
    int? BacktestOrigins,
    int Threads);
