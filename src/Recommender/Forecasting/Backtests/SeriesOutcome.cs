namespace BookRecs.Recommender.Forecasting.Backtests;

/// <summary>What the backtest of one series found.</summary>
internal sealed class SeriesOutcome(int models, int levels)
{
    /// <summary>Origins that were forecast from.</summary>
    public int Origins { get; set; }

    /// <summary>Whether the series is a slow mover at the first of them.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Each model's scaled error, summed over origins.</summary>
    public double[] Error { get; } = new double[models];

    /// <summary>Each model's scaled root mean squared error, summed over origins.</summary>
    public double[] SquaredError { get; } = new double[models];

    /// <summary>How often each model could be fitted.</summary>
    public int[] Fitted { get; } = new int[models];

    /// <summary>Each model's forecast sales.</summary>
    public double[] Sum { get; } = new double[models];

    /// <summary>How often each model was chosen.</summary>
    public int[] Chosen { get; } = new int[models];

    /// <summary>What was sold.</summary>
    public double Sold { get; set; }

    /// <summary>Points that were forecast.</summary>
    public int Points { get; set; }

    /// <summary>How many of them each interval held.</summary>
    public int[] Covered { get; } = new int[levels];

    /// <summary>The intervals' widths, summed over points.</summary>
    public double[] Width { get; } = new double[levels];
}
