using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Which groups (authors, series, genres, works) each slot belongs to, and which slots each group has in rising order.
/// </summary>
/// <remarks>Made once a model while readers wait for it, in loops that would be over before the runtime had optimised them.</remarks>
internal sealed class SlotGroups
{
    private readonly int[] _groupStarts;
    private readonly int[] _groups;
    private readonly int[] _slotStarts;
    private readonly int[] _slots;
    private readonly List<string> _names = [];

    /// <param name="slotCount">Number of slots.</param>
    /// <param name="namesOf">The names of a slot's groups; compared without case, repeated ones count once. May have no array at all.</param>
    /// <param name="isOftenShared">Whether most names come again, as those of genres do and those of works do not; changes the speed alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SlotGroups(int slotCount, Func<int, ImmutableArray<string>> namesOf, bool isOftenShared = true)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

        // A name that is spelled as before is found faster than by comparing without case.
        var spellings = isOftenShared ? new Dictionary<string, int>(StringComparer.Ordinal) : numbers;
        var groups = new List<int>();
        _groupStarts = new int[slotCount + 1];
        for (var slot = 0; slot < slotCount; slot++)
        {
            foreach (var name in namesOf(slot).AsSpan())
            {
                if (!spellings.TryGetValue(name, out var number))
                {
                    if (!numbers.TryGetValue(name, out number))
                    {
                        numbers.Add(name, number = _names.Count);
                        _names.Add(name);
                    }

                    spellings.TryAdd(name, number);
                }

                if (groups.IndexOf(number, _groupStarts[slot]) < 0)
                    groups.Add(number);
            }

            _groupStarts[slot + 1] = groups.Count;
        }

        _groups = [.. groups];
        _slotStarts = new int[_names.Count + 1];
        foreach (var group in _groups)
            _slotStarts[group + 1]++;
        for (var group = 0; group < _names.Count; group++)
            _slotStarts[group + 1] += _slotStarts[group];
        _slots = new int[_groups.Length];
        var next = _slotStarts.AsSpan(0, _names.Count).ToArray();
        for (var slot = 0; slot < slotCount; slot++)
        {
            foreach (var group in Of(slot))
                _slots[next[group]++] = slot;
        }
    }

    /// <summary>How many groups there are.</summary>
    public int Count => _names.Count;

    /// <summary>The groups of a slot, in the order of the book.</summary>
    public ReadOnlySpan<int> Of(int slot) => _groups.AsSpan(_groupStarts[slot].._groupStarts[slot + 1]);

    /// <summary>The slots of a group.</summary>
    public ReadOnlySpan<int> Members(int group) => _slots.AsSpan(_slotStarts[group].._slotStarts[group + 1]);

    /// <summary>The name of a group as the first book spells it.</summary>
    public string NameOf(int group) => _names[group];

    /// <summary>True when two slots share a group.</summary>
    public bool Share(int slot, int other) => Of(slot).ContainsAny(Of(other));
}
