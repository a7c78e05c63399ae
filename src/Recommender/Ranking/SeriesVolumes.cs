namespace BookRecs.Recommender.Ranking;

/// <summary>
/// The volumes of each series in order; books without a position in their series are left out, and so are series of more than
/// <see cref="MaxMembers"/> books or with a volume above <see cref="MaxVolume"/>: those are imprints that nobody reads in order.
/// </summary>
internal sealed class SeriesVolumes
{
    public const int MaxMembers = 100;
    public const float MaxVolume = 100;

    private readonly int[][] _slots;
    private readonly float[] _volumes;

    public SeriesVolumes(CatalogueIndex catalogue)
    {
        _volumes = new float[catalogue.Count];
        for (var slot = 0; slot < catalogue.Count; slot++)
            _volumes[slot] = catalogue.BookOf(slot)?.Volume is { } volume && float.IsFinite(volume) ? volume : float.NaN;
        _slots = new int[catalogue.Series.Count][];
        for (var series = 0; series < _slots.Length; series++)
        {
            var members = catalogue.Series.Members(series).ToArray();
            members = Array.FindAll(members, HasVolume);
            Array.Sort(members, (left, right) =>
                _volumes[left] != _volumes[right] ? _volumes[left].CompareTo(_volumes[right]) : left.CompareTo(right));
            _slots[series] = members.Length > MaxMembers || (members is [.., var last] && _volumes[last] > MaxVolume) ? [] : members;
        }
    }

    /// <summary>The series' slots by volume, several editions of one volume side by side.</summary>
    public ReadOnlySpan<int> Of(int series) => _slots[series];

    public bool HasVolume(int slot) => !float.IsNaN(_volumes[slot]);

    public float VolumeOf(int slot) => _volumes[slot];
}
