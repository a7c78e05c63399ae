using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Which groups (authors, series, genres, works) each slot belongs to, and which slots each group has in rising order.
/// </summary>
/// <remarks>Made once a model while readers wait for it, in loops that would be over before the runtime had optimised them.</remarks>
internal sealed class SlotGroups
{
    private const int BlockSlots = 64;

    private readonly int[] _groupStarts;
    private readonly int[] _groups;
    private readonly int[] _slotStarts;
    private readonly int[] _slots;
    private readonly List<string> _names = [];

    /// <param name="slotCount">Number of slots.</param>
    /// <param name="namesOf">
    /// The names of a slot's groups; compared without case, repeated and empty ones left out. May have no array at all.
    /// </param>
    /// <param name="isOftenShared">
    /// Whether most names come again, as those of genres do and those of works do not; changes the speed alone.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SlotGroups(int slotCount, Func<int, ImmutableArray<string>> namesOf, bool isOftenShared = true)
    {
        var numbers = new Dictionary<string, int>(isOftenShared ? 0 : slotCount, StringComparer.OrdinalIgnoreCase);

        // A name that is spelled as before is found faster than by comparing without case.
        var spellings = isOftenShared ? new Dictionary<string, int>(StringComparer.Ordinal) : null;
        var groups = new List<int>();
        var names = new List<string>();
        var ends = new int[BlockSlots];
        _groupStarts = new int[slotCount + 1];
        for (var first = 0; first < slotCount; first += BlockSlots)
        {
            // Books lie scattered in memory. Read some at a time, the processor waits for many of them at once; between look-ups, for each.
            var count = Math.Min(BlockSlots, slotCount - first);
            names.Clear();
            for (var place = 0; place < count; place++)
            {
                foreach (var name in namesOf(first + place).AsSpan())
                {
                    if (name.Length > 0)
                        names.Add(name);
                }

                ends[place] = names.Count;
            }

            var next = 0;
            for (var place = 0; place < count; place++)
            {
                var slot = first + place;
                for (; next < ends[place]; next++)
                {
                    var number = NumberOf(names[next], numbers, spellings);
                    if (groups.IndexOf(number, _groupStarts[slot]) < 0)
                        groups.Add(number);
                }

                _groupStarts[slot + 1] = groups.Count;
            }
        }

        _groups = [.. groups];
        _slotStarts = new int[_names.Count + 1];
        foreach (var group in _groups)
            _slotStarts[group + 1]++;
        for (var group = 0; group < _names.Count; group++)
            _slotStarts[group + 1] += _slotStarts[group];
        _slots = new int[_groups.Length];
        var free = _slotStarts.AsSpan(0, _names.Count).ToArray();
        for (var slot = 0; slot < slotCount; slot++)
        {
            foreach (var group in Of(slot))
                _slots[free[group]++] = slot;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NumberOf(string name, Dictionary<string, int> numbers, Dictionary<string, int>? spellings)
    {
        if (spellings is not null && spellings.TryGetValue(name, out var spelled))
            return spelled;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out var isKnown);
        if (!isKnown)
        {
            number = _names.Count;
            _names.Add(name);
        }

        spellings?.Add(name, number);
        return number;
    }
}
