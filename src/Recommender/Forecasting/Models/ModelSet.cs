namespace BookRecs.Recommender.Forecasting.Models;

/// <summary>The models that are tried for a season, simple ones first: of two that forecast equally well the simpler is chosen.</summary>
internal sealed class ModelSet
{
    private static readonly int[] DailyWindows = [7, 14, 28, 56, 91];
    private static readonly int[] WeeklyWindows = [4, 8, 13, 26, 52];

    private readonly IForecastModel[] _slow;
    private readonly IForecastModel[] _steady;

    public ModelSet(int season)
    {
        // A season of a week is one of days; anything else is taken for longer periods, of which fewer are needed.
        var windows = season == 7 ? DailyWindows : WeeklyWindows;
        IForecastModel naive = new SeasonalNaive(season);
        IForecastModel mean = new RecentMean(windows);
        IForecastModel median = new RecentMedian(windows[2]);
        IForecastModel level = Smoothing(TrendKind.None, SeasonKind.None);
        _slow = [new TeunterSyntetosBabai(), mean, median, level, new Croston(corrected: true), new Croston(corrected: false), naive];
        var steady = new List<IForecastModel>
        {
            mean, median, level, new Theta(season),
            Smoothing(TrendKind.Damped, SeasonKind.None), Smoothing(TrendKind.Additive, SeasonKind.None), naive,
        };
        if (season > 1)
        {
            steady.Add(Smoothing(TrendKind.None, SeasonKind.Additive));
            steady.Add(Smoothing(TrendKind.Damped, SeasonKind.Additive));
            steady.Add(Smoothing(TrendKind.Additive, SeasonKind.Additive));
            steady.Add(Smoothing(TrendKind.None, SeasonKind.Multiplicative));
            steady.Add(Smoothing(TrendKind.Damped, SeasonKind.Multiplicative));
            steady.Add(Smoothing(TrendKind.Additive, SeasonKind.Multiplicative));
        }

        _steady = [.. steady];
        All = [.. _slow, .. _steady.Except(_slow)];
        Most = Math.Max(_slow.Length, _steady.Length);
        IForecastModel Smoothing(TrendKind trend, SeasonKind kind) => new ExponentialSmoothing(trend, kind, season);
    }

    /// <summary>Every model.</summary>
    public IReadOnlyList<IForecastModel> All { get; }

    /// <summary>The most models that one series has.</summary>
    public int Most { get; }

    /// <summary>The models for a series.</summary>
    public ReadOnlySpan<IForecastModel> For(ReadOnlySpan<double> history) => DemandPattern.IsSlow(history) ? _slow : _steady;
}
