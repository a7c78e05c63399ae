using System.Numerics;

namespace BookRecs.Recommender.Candidates.Latent;

/// <summary>
/// Finds the items with the greatest scores for up to 64 users at once: exactly those that scoring every item with
/// <see cref="FactorKernels.Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/> finds, with the same bits.
/// </summary>
/// <remarks>
/// The panel kernel only sorts out: what may belong to a list, rounding errors considered, is scored again. A sum of n products is off by
/// about n units of rounding times both norms at most (Higham, "Accuracy and stability of numerical algorithms", 2nd edition, section
/// 3.1); <see cref="Slack"/> leaves four times the room that two such sums need. Not safe for several threads at once; make one for each.
/// </remarks>
internal sealed class FactorSearch
{
    /// <summary>The most users of one search.</summary>
    public const int MaxUsers = 64;

    /// <summary>Covers products so small that they lose digits.</summary>
    private const float SmallestSlack = 1e-34f;

    private readonly FactorPanels _panels;
    private readonly FactorMatrix _rows;
    private readonly float[] _norms = new float[MaxUsers];
    private readonly float[] _limits = new float[MaxUsers];
    private readonly int[] _users = new int[MaxUsers];
    private readonly int[] _seenStarts = new int[MaxUsers + 1];
    private int[] _seen = new int[64 * MaxUsers];
    private int _added;
    private int _active;

    public FactorSearch(FactorPanels panels)
    {
        _panels = panels;
        _rows = new FactorMatrix(MaxUsers, panels.Factors);
        Slack = 8f * _rows.Stride / (1 << 24);
    }

    /// <summary>How far a score may be off by rounding, in proportion to both norms.</summary>
    private float Slack { get; }

    /// <summary>Forgets the users of the search before.</summary>
    public void Clear() => (_added, _active) = (0, 0);

    /// <summary>Adds a user.</summary>
    /// <param name="row">The factors, padded.</param>
    /// <param name="seen">Items that must not be found, rising.</param>
    public void Add(ReadOnlySpan<float> row, ReadOnlySpan<int> seen)
    {
        var start = _seenStarts[_added];
        if (_seen.Length - start < seen.Length)
            Array.Resize(ref _seen, 2 * (start + seen.Length));
        seen.CopyTo(_seen.AsSpan(start));
        _seenStarts[_added + 1] = start + seen.Length;
        var user = _added++;
        if (!row.ContainsAnyExcept(0f))
            return;
        row.CopyTo(_rows.Row(_active));
        (_norms[_active], _users[_active]) = (FactorPanels.NormOf(row), user);
        _active++;
    }

    /// <summary>Fills the lists of the added users.</summary>
    /// <param name="items">Rows of all items.</param>
    /// <param name="allowed">The only items that may be found, or null for all.</param>
    /// <param name="length">The most items of a list.</param>
    /// <param name="places">Where the lists go, <paramref name="length"/> places a user.</param>
    /// <param name="counts">Where the lengths of the lists go.</param>
    public void Run(ReadOnlySpan<float> items, ItemSet? allowed, int length, Span<ScoredItem> places, Span<int> counts)
    {
        counts[.._added].Clear();
        Span<uint> hits = stackalloc uint[PanelKernels.Users];
        for (var panel = 0; panel < _panels.Count && length > 0; panel++)
        {
            SetLimits(_panels.GreatestNorm(panel), length, places, counts);
            if (_active == 0)
                break;
            var found = _panels.Items(panel);
            for (var first = 0; first < _active; first += PanelKernels.Users)
            {
                PanelKernels.Compare(
                    _panels[panel], _rows.Values.Span[(first * _rows.Stride)..], _rows.Stride, _limits.AsSpan(first), hits);
                for (var row = first; row < Math.Min(first + PanelKernels.Users, _active); row++)
                {
                    var user = _users[row];
                    var list = places.Slice(user * length, length);
                    for (var left = hits[row - first]; left != 0; left &= left - 1)
                    {
                        var place = BitOperations.TrailingZeroCount(left);
                        if (place < found.Length)
                            Consider(row, found[place], items, allowed, list, ref counts[user]);
                    }
                }
            }
        }

        for (var user = 0; user < _added; user++)
            TopItems.SortHeap(places.Slice(user * length, counts[user]));
    }

    /// <summary>Takes out the users for whom nothing better can come, and sets what the others ask of the next panel.</summary>
    private void SetLimits(float greatestNorm, int length, ReadOnlySpan<ScoredItem> places, ReadOnlySpan<int> counts)
    {
        for (var row = _active - 1; row >= 0; row--)
        {
            var user = _users[row];
            var worst = counts[user] == length ? places[user * length].Score : 0f;
            var greatest = _norms[row] * greatestNorm;
            var slack = (Slack * greatest) + SmallestSlack;
            if (greatest + slack < worst)
                Remove(row);
            else
                _limits[row] = worst - slack;
        }
    }

    private void Remove(int row)
    {
        var last = --_active;
        _rows.Row(last).CopyTo(_rows.Row(row));
        (_norms[row], _limits[row], _users[row]) = (_norms[last], _limits[last], _users[last]);
    }

    private void Consider(int row, int item, ReadOnlySpan<float> items, ItemSet? allowed, Span<ScoredItem> list, ref int count)
    {
        var user = _users[row];
        if (_seen.AsSpan(_seenStarts[user].._seenStarts[user + 1]).BinarySearch(item) >= 0)
            return;
        if (allowed is not null && !allowed.Contains(item))
            return;
        var score = FactorKernels.Dot(items.Slice(item * _rows.Stride, _rows.Stride), _rows.Row(row));
        if (score > 0f)
            TopItems.Offer(list, ref count, new ScoredItem(item, score));
    }
}
