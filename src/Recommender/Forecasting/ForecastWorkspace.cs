using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Forecasting;

/// <summary>What one thread computes in, kept from one series to the next so that forecasting allocates nothing but its result.</summary>
internal sealed class ForecastWorkspace
{
    private readonly int _rowLength;
    private readonly double[] _past;
    private readonly double[] _scratch;

    public ForecastWorkspace(ForecastOptions options, int models)
    {
        _rowLength = options.SelectionOrigins * options.Horizon;
        _past = new double[(models + 1) * _rowLength];
        _scratch = new double[options.Horizon];
        Parameters = new ModelParameters[models];
        Candidates = new IForecastModel[models];
        Squared = new double[models + 1];
        Absolute = new double[models + 1];
        Order = new int[models];
        Residuals = new double[options.IntervalOrigins * options.Horizon];
        Leads = new int[options.IntervalOrigins * options.Horizon];
        Spread = new double[options.Horizon];
        Counts = new int[options.Horizon];
        Current = new double[options.Horizon];
    }

    /// <summary>The models that could be fitted, <see cref="CandidateCount"/> of them.</summary>
    public IForecastModel[] Candidates { get; }

    /// <summary>How many candidates there are.</summary>
    public int CandidateCount { get; set; }

    /// <summary>What each candidate's fit chose.</summary>
    public ModelParameters[] Parameters { get; }

    /// <summary>Each candidate's mean squared error; that of their combination stands behind them.</summary>
    public double[] Squared { get; }

    /// <summary>Each candidate's mean absolute error; that of their combination stands behind them.</summary>
    public double[] Absolute { get; }

    /// <summary>The candidates from the best on.</summary>
    public int[] Order { get; }

    /// <summary>Errors of the chosen model in the past, with the step that each belongs to in <see cref="Leads"/>.</summary>
    public double[] Residuals { get; }

    /// <summary>How far ahead each error was made, from 0.</summary>
    public int[] Leads { get; }

    /// <summary>How large errors of each step are.</summary>
    public double[] Spread { get; }

    /// <summary>How many errors of each step there are.</summary>
    public int[] Counts { get; }

    /// <summary>A forecast being made.</summary>
    public double[] Current { get; }

    /// <summary>What a candidate forecast from all origins, one after the other.</summary>
    public Span<double> PastOf(int candidate, int length) => _past.AsSpan(candidate * _rowLength, length);

    /// <summary>Room for the forecast of one member of a combination.</summary>
    public Span<double> Scratch(int length) => _scratch.AsSpan(0, length);
}
