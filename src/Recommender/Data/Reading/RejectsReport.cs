namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Every row that was not taken over, counted by reason, and the first of them in full; also the rows that were taken over after a
/// repair. A row counts once however often its file is read. Not safe for use from several threads.
/// </summary>
public sealed class RejectsReport
{
    private readonly int _maxKept;
    private readonly Action<Reject>? _sink;
    private readonly List<Reject> _first = [];
    private readonly SortedDictionary<string, long> _byReason = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _repairs = new(StringComparer.Ordinal);
    private readonly List<RejectedFile> _rejectedFiles = [];
    private readonly Dictionary<string, long> _lastLine = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastRepair = new(StringComparer.Ordinal);

    internal RejectsReport(int maxKept, Action<Reject>? sink) => (_maxKept, _sink) = (maxKept, sink);

    /// <summary>How many rows were rejected.</summary>
    public long Count { get; private set; }

    /// <summary>How many rows were rejected for each reason of <see cref="RejectReason"/>.</summary>
    public IReadOnlyDictionary<string, long> CountByReason => _byReason;

    /// <summary>The first rejected rows, at most <see cref="DataSetReaderOptions.MaxRejectsKept"/>.</summary>
    public IReadOnlyList<Reject> First => _first;

    /// <summary>The files that were read to their end and of whose rows none was taken over, each once.</summary>
    public IReadOnlyList<RejectedFile> RejectedFiles => _rejectedFiles;

    /// <summary>How many rows were taken over after a repair, by kind of repair, see <see cref="RepairReason"/>.</summary>
    public IReadOnlyDictionary<string, long> RepairsByReason => _repairs;

    internal void Add(string file, long line, string reason, string detail)
    {
        if (!IsNew(_lastLine, file, line))
            return;
        Count++;
        _byReason[reason] = _byReason.GetValueOrDefault(reason) + 1;
        if (_first.Count >= _maxKept && _sink is null)
            return;
        var reject = new Reject(file, line, reason, detail);
        if (_first.Count < _maxKept)
            _first.Add(reject);
        _sink?.Invoke(reject);
    }

    internal void Add(RejectedFile file)
    {
        if (!_rejectedFiles.Exists(known => known.File == file.File))
            _rejectedFiles.Add(file);
    }

    internal void AddRepair(string file, long line, string reason)
    {
        if (IsNew(_lastRepair, file, line))
            _repairs[reason] = _repairs.GetValueOrDefault(reason) + 1;
    }

    private static bool IsNew(Dictionary<string, long> lastLines, string file, long line)
    {
        if (lastLines.TryGetValue(file, out var last) && line <= last)
            return false;
        lastLines[file] = line;
        return true;
    }
}
