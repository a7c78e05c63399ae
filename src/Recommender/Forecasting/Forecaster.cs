using System.Collections.Concurrent;
using System.Globalization;
using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Forecasting;

/// <summary>
/// Forecasts sales: tries the models that suit a series on its recent past, takes the best or the mean of the best few, fits it on
/// everything, and says how far off it may be. The same history and options give the same forecast. Safe for any number of threads.
/// </summary>
public sealed class Forecaster
{
    /// <summary>The name that stands for "nothing to forecast from".</summary>
    public const string NoModel = "none";

    /// <summary>The name of the forecast from too few points to choose a model by.</summary>
    public const string FewPoints = "few_points";

    private readonly ModelSet _models;
    private readonly ConcurrentBag<ForecastWorkspace> _workspaces = [];

    /// <summary>Prepares forecasts.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public Forecaster(ForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _models = new ModelSet(options.Season);
    }

    /// <summary>Settings.</summary>
    public ForecastOptions Options { get; }

    /// <summary>Every model that a series may be tried with.</summary>
    internal IReadOnlyList<IForecastModel> Models => _models.All;

    /// <summary>Forecasts one series.</summary>
    /// <param name="history">Sales of each period up to now, with zeros in the gaps; may be empty.</param>
    /// <exception cref="ArgumentException">A value is below zero or not a number.</exception>
    public SeriesForecast Forecast(ReadOnlySpan<double> history)
    {
        Check(history);
        if (!_workspaces.TryTake(out var workspace))
            workspace = new ForecastWorkspace(Options, _models.Most);
        try
        {
            return Forecast(history, workspace);
        }
        finally
        {
            _workspaces.Add(workspace);
        }
    }

    private static void Check(ReadOnlySpan<double> history)
    {
        for (var point = 0; point < history.Length; point++)
        {
            if (!(history[point] >= 0 && double.IsFinite(history[point])))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"history[{point}] is {history[point]}, but must be a number from 0"), nameof(history));
            }
        }
    }

    private SeriesForecast Forecast(ReadOnlySpan<double> history, ForecastWorkspace workspace)
    {
        var forecast = new double[Options.Horizon];
        if (history.IsEmpty)
            return new SeriesForecast(NoModel, forecast, IntervalsOf(forecast, workspace, 0), []);
        var members = ModelSelection.Run(history, _models.For(history), Options, workspace);
        if (members == 0)
            return Fallback(history, forecast, workspace);
        var errors = CollectErrors(history, members, workspace);
        var names = new string[members];
        for (var place = 0; place < members; place++)
        {
            var candidate = workspace.Order[place];
            var model = workspace.Candidates[candidate];
            names[place] = model.Name;
            workspace.Parameters[candidate] = model.Fit(history);
        }

        Combine(history, members, workspace, forecast);
        return new SeriesForecast(
            string.Join('+', names), forecast, IntervalsOf(forecast, workspace, errors), ScoresOf(members, workspace));
    }

    /// <summary>
    /// The mean of the few points that there are, less one sale: a series begins with a sale whatever it sells, so the first says
    /// nothing about how often there is one.
    /// </summary>
    private SeriesForecast Fallback(ReadOnlySpan<double> history, double[] forecast, ForecastWorkspace workspace)
    {
        var sum = -1d;
        foreach (var value in history)
            sum += value;
        Array.Fill(forecast, Math.Max(0, sum / history.Length));
        var count = 0;
        foreach (var value in history)
        {
            workspace.Residuals[count] = (value - forecast[0]) / IntervalCalibration.SizeOf(forecast[0]);
            workspace.Leads[count] = 0;
            if (++count == workspace.Residuals.Length)
                break;
        }

        return new SeriesForecast(FewPoints, forecast, IntervalsOf(forecast, workspace, count), []);
    }

    /// <summary>What the chosen model, as it was fitted for the choice, missed in the past.</summary>
    private int CollectErrors(ReadOnlySpan<double> history, int members, ForecastWorkspace workspace)
    {
        var origins = RollingOrigins.ForIntervals(history.Length, Options.Horizon, Options.IntervalOrigins);
        var count = 0;
        for (var index = 0; index < origins.Count; index++)
        {
            var future = history[origins[index]..];
            var forecast = workspace.Current.AsSpan(0, Math.Min(future.Length, origins.Horizon));
            Combine(history[..origins[index]], members, workspace, forecast);
            for (var step = 0; step < forecast.Length; step++)
            {
                workspace.Residuals[count] = (future[step] - forecast[step]) / IntervalCalibration.SizeOf(forecast[step]);
                workspace.Leads[count++] = step;
            }
        }

        return count;
    }

    /// <summary>The mean of what the best so many candidates forecast.</summary>
    private static void Combine(ReadOnlySpan<double> history, int members, ForecastWorkspace workspace, Span<double> forecast)
    {
        forecast.Clear();
        var one = workspace.Scratch(forecast.Length);
        for (var place = 0; place < members; place++)
        {
            var candidate = workspace.Order[place];
            workspace.Candidates[candidate].Forecast(history, workspace.Parameters[candidate], one);
            ModelSelection.KeepAboveZero(one);
            for (var step = 0; step < one.Length; step++)
                forecast[step] += one[step] / members;
        }
    }

    private PredictionInterval[] IntervalsOf(double[] forecast, ForecastWorkspace workspace, int errors)
    {
        IntervalCalibration.Prepare(workspace, errors, forecast.Length);
        var intervals = new PredictionInterval[Options.Levels.Count];
        for (var index = 0; index < intervals.Length; index++)
            intervals[index] = IntervalCalibration.Around(forecast, Options.Levels[index], workspace, errors);
        return intervals;
    }

    private static ModelScore[] ScoresOf(int members, ForecastWorkspace workspace)
    {
        var scores = new List<ModelScore>(workspace.CandidateCount + 1);
        if (members > 1)
            scores.Add(ScoreOf("combination", workspace.CandidateCount, workspace));
        for (var place = 0; place < workspace.CandidateCount; place++)
            scores.Add(ScoreOf(workspace.Candidates[workspace.Order[place]].Name, workspace.Order[place], workspace));
        return [.. scores];
    }

    private static ModelScore ScoreOf(string name, int candidate, ForecastWorkspace workspace) =>
        new(name, workspace.Absolute[candidate], Math.Sqrt(workspace.Squared[candidate]));
}
