namespace BookRecs.Recommender.Forecasting.Reports;

/// <summary>Places numbers on an axis that begins at zero and ends at a round number.</summary>
internal readonly struct PlotScale
{
    private const int MostSteps = 5;

    /// <summary>Makes an axis that holds a value.</summary>
    /// <param name="largest">The largest value to show.</param>
    /// <param name="bottom">Where zero is, downwards from the top of the picture.</param>
    /// <param name="height">How far above it the end of the axis is.</param>
    public PlotScale(double largest, double bottom, double height)
    {
        var rough = Math.Max(largest, 1) / MostSteps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var factor = (rough / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };

        // Sales are whole, so no line stands between them.
        Step = Math.Max(1, factor * power);
        End = Step * Math.Max(1, Math.Ceiling(largest / Step));
        (Bottom, Height) = (bottom, height);
    }

    /// <summary>Between two lines of the grid.</summary>
    public double Step { get; }

    /// <summary>The end of the axis.</summary>
    public double End { get; }

    private double Bottom { get; }

    private double Height { get; }

    /// <summary>Where a value is.</summary>
    public double Y(double value) => Bottom - (Height * value / End);
}
