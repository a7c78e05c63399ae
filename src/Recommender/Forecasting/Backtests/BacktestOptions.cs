using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>Settings of <see cref="ForecastBacktest"/>.</summary>
public sealed record BacktestOptions
{
    /// <summary>How to forecast.</summary>
    public ForecastOptions Forecast { get; init; } = new();

    /// <summary>Series with fewer points are left out. Default 365; at least 4.</summary>
    public int FewestPoints { get; init; } = 365;

    /// <summary>
    /// Origins to forecast each series from, a horizon apart, the last one a horizon before the end. Default 4; 1 to 100. Of a series
    /// that has fewer than <see cref="FewestPoints"/> before an origin, only later ones are taken, but the last always.
    /// </summary>
    public int Origins { get; init; } = 4;

    /// <summary>Threads to use; no result depends on it. Default: the processors of the machine. At least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        Forecast.Validate();
        OptionRule.Require(FewestPoints >= 4, "Backtest.FewestPoints", FewestPoints, "at least 4");
        OptionRule.Require(Origins is >= 1 and <= 100, "Backtest.Origins", Origins, "1 to 100");
        OptionRule.Require(Threads >= 1, "Backtest.Threads", Threads, "at least 1");
    }
}
