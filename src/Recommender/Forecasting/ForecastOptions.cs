using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Forecasting;

/// <summary>Settings of <see cref="Forecaster"/>.</summary>
public sealed record ForecastOptions
{
    /// <summary>The most intervals of one forecast.</summary>
    public const int MaximumLevels = 5;

    /// <summary>Periods to forecast. Default 28; 1 to 366.</summary>
    public int Horizon { get; init; } = 28;

    /// <summary>Periods after which sales repeat. Default 7, for days; 1 (no season) to 366.</summary>
    public int Season { get; init; } = 7;

    /// <summary>
    /// The share of future sales that each prediction interval should hold. Default 0.8 and 0.95; rising, above 0 and below 1.
    /// </summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.8, 0.95];

    /// <summary>What makes one model better than another. Default <see cref="ForecastCriterion.Squared"/>.</summary>
    public ForecastCriterion Criterion { get; init; } = ForecastCriterion.Squared;

    /// <summary>Origins from which candidates forecast the past to be compared. Default 8; 1 to 100. Short series have fewer.</summary>
    public int SelectionOrigins { get; init; } = 8;

    /// <summary>Origins whose errors make the prediction intervals. Default 48; 1 to 1,000. Short series have fewer.</summary>
    public int IntervalOrigins { get; init; } = 48;

    /// <summary>The best so many candidates are averaged into one more. Default 3; 2 to 10.</summary>
    public int Combined { get; init; } = 3;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Horizon is >= 1 and <= 366, "Forecast.Horizon", Horizon, "1 to 366");
        OptionRule.Require(Season is >= 1 and <= 366, "Forecast.Season", Season, "1 to 366");
        OptionRule.Require(Levels.Count is >= 1 and <= MaximumLevels, "Forecast.Levels", Levels.Count, $"1 to {MaximumLevels} numbers");
        var previous = 0d;
        foreach (var level in Levels)
        {
            OptionRule.Require(level > previous && level < 1, "Forecast.Levels", level, "above 0, below 1 and above the one before");
            previous = level;
        }

        OptionRule.Require(Enum.IsDefined(Criterion), "Forecast.Criterion", Criterion, "Squared or Absolute");
        OptionRule.Require(SelectionOrigins is >= 1 and <= 100, "Forecast.SelectionOrigins", SelectionOrigins, "1 to 100");
        OptionRule.Require(IntervalOrigins is >= 1 and <= 1_000, "Forecast.IntervalOrigins", IntervalOrigins, "1 to 1000");
        OptionRule.Require(Combined is >= 2 and <= 10, "Forecast.Combined", Combined, "2 to 10");
    }
}
