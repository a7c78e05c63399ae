using BookRecs.Recommender.Forecasting.Models;

namespace BookRecs.Recommender.Forecasting;

/// <summary>
/// Chooses the model of a series by how each forecasts its recent past: fitted on what lies before the first origin, then rolled on
/// over the others without fitting anew. The mean of the best few is a candidate too: it is often better than each of them (Bates and
/// Granger 1969; Makridakis, Spiliotis and Assimakopoulos, "The M4 competition", International Journal of Forecasting 2020).
/// </summary>
internal static class ModelSelection
{
    // Two make a shape, and only a third tells whether it comes again: before, a choice from fewer origins took seasonal models by luck.
    private const int FewestSeasons = 3;

    /// <summary>Fits, rolls and compares; the workspace then holds candidates, their fits, errors and order.</summary>
    /// <returns>How many of the best are to be averaged: 1 for the best alone; 0 when there is nothing to choose by.</returns>
    public static int Run(
        ReadOnlySpan<double> history, ReadOnlySpan<IForecastModel> models, ForecastOptions options, ForecastWorkspace workspace)
    {
        workspace.CandidateCount = 0;
        var needed = history.Length < FewestSeasons * options.Season ? 0 : PointsNeededBy(models);
        var origins = RollingOrigins.ForSelection(history.Length, options.Horizon, options.SelectionOrigins, needed);
        if (origins.Count == 0)
            return 0;
        foreach (var model in models)
        {
            if (!model.CanFit(history[..origins.First]))
                continue;
            var candidate = workspace.CandidateCount++;
            workspace.Candidates[candidate] = model;
            workspace.Parameters[candidate] = model.Fit(history[..origins.First]);
            var past = workspace.PastOf(candidate, origins.Count * origins.Horizon);
            for (var index = 0; index < origins.Count; index++)
            {
                var forecast = past.Slice(index * origins.Horizon, origins.Horizon);
                model.Forecast(history[..origins[index]], workspace.Parameters[candidate], forecast);
                KeepAboveZero(forecast);
            }

            Measure(history, origins, candidate, workspace);
        }

        var errors = options.Criterion == ForecastCriterion.Squared ? workspace.Squared : workspace.Absolute;
        Sort(workspace, errors);
        var combined = Math.Min(options.Combined, workspace.CandidateCount);
        if (combined < 2)
            return 1;
        Combine(workspace, combined, origins.Count * origins.Horizon);
        Measure(history, origins, workspace.CandidateCount, workspace);
        return errors[workspace.CandidateCount] < errors[workspace.Order[0]] ? combined : 1;
    }

    /// <summary>Sales are never below zero.</summary>
    public static void KeepAboveZero(Span<double> forecast)
    {
        foreach (ref var value in forecast)
            value = value > 0 ? value : 0;
    }

    private static int PointsNeededBy(ReadOnlySpan<IForecastModel> models)
    {
        var needed = 0;
        foreach (var model in models)
            needed = Math.Max(needed, model.FewestPoints);
        return needed;
    }

    private static void Measure(ReadOnlySpan<double> history, in RollingOrigins origins, int candidate, ForecastWorkspace workspace)
    {
        var past = workspace.PastOf(candidate, origins.Count * origins.Horizon);
        var (squared, absolute) = (0d, 0d);
        for (var index = 0; index < origins.Count; index++)
        {
            var future = history.Slice(origins[index], origins.Horizon);
            var forecast = past.Slice(index * origins.Horizon, origins.Horizon);
            for (var step = 0; step < future.Length; step++)
            {
                var miss = future[step] - forecast[step];
                squared += miss * miss;
                absolute += Math.Abs(miss);
            }
        }

        workspace.Squared[candidate] = squared / past.Length;
        workspace.Absolute[candidate] = absolute / past.Length;
    }

    /// <summary>By insertion: there are few, and equal ones must keep their order, the simpler first.</summary>
    private static void Sort(ForecastWorkspace workspace, double[] errors)
    {
        var order = workspace.Order;
        for (var candidate = 0; candidate < workspace.CandidateCount; candidate++)
        {
            var place = candidate;
            for (; place > 0 && errors[order[place - 1]] > errors[candidate]; place--)
                order[place] = order[place - 1];
            order[place] = candidate;
        }
    }

    private static void Combine(ForecastWorkspace workspace, int combined, int length)
    {
        var mean = workspace.PastOf(workspace.CandidateCount, length);
        mean.Clear();
        for (var place = 0; place < combined; place++)
        {
            var past = workspace.PastOf(workspace.Order[place], length);
            for (var point = 0; point < length; point++)
                mean[point] += past[point] / combined;
        }
    }
}
