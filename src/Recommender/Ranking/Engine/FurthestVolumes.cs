namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// How far a user is in each series: the highest volume of the history, or NaN. Takes 4 bytes a series, and is cheap to clear.
/// </summary>
internal sealed class FurthestVolumes
{
    private readonly float[] _volumes;
    private readonly List<int> _touched = [];

    public FurthestVolumes(int seriesCount)
    {
        _volumes = new float[seriesCount];
        Array.Fill(_volumes, float.NaN);
    }

    /// <summary>
    /// How many volumes further one is than the highest of the history in the first of its series that was begun; NaN where none was.
    /// </summary>
    public float AheadOf(ReadOnlySpan<int> series, float volume)
    {
        foreach (var one in series)
        {
            if (!float.IsNaN(_volumes[one]))
                return volume - _volumes[one];
        }

        return float.NaN;
    }

    /// <summary>Adds a volume of the history; one that is NaN tells nothing.</summary>
    public void Add(ReadOnlySpan<int> series, float volume)
    {
        if (float.IsNaN(volume))
            return;
        foreach (var one in series)
        {
            if (float.IsNaN(_volumes[one]))
                _touched.Add(one);
            if (!(_volumes[one] >= volume))
                _volumes[one] = volume;
        }
    }

    public void Clear()
    {
        foreach (var one in _touched)
            _volumes[one] = float.NaN;
        _touched.Clear();
    }
}
