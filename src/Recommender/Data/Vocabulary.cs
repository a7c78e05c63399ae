using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BookRecs.Recommender.Data;

/// <summary>A fixed set of ids numbered from 0 in ordinal order, so that the numbering does not depend on the order of rows.</summary>
public sealed class Vocabulary
{
    private readonly string[] _ids;
    private readonly Dictionary<string, int> _indexes;

    /// <summary>Numbers the ids.</summary>
    /// <param name="sortedIds">Distinct ids in ordinal order; taken over, not copied.</param>
    /// <exception cref="ArgumentException">The ids are not distinct or not in order.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Vocabulary(string[] sortedIds)
    {
        ArgumentNullException.ThrowIfNull(sortedIds);
        _ids = sortedIds;
        _indexes = new Dictionary<string, int>(sortedIds.Length, StringComparer.Ordinal);
        for (var index = 0; index < sortedIds.Length; index++)
        {
            if (index > 0 && string.CompareOrdinal(sortedIds[index - 1], sortedIds[index]) >= 0)
                throw new ArgumentException($"id {index} is not above the id before it in ordinal order", nameof(sortedIds));
            _indexes.Add(sortedIds[index], index);
        }
    }

    /// <summary>How many ids there are.</summary>
    public int Count => _ids.Length;

    /// <summary>The ids by index.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The id at an index.</summary>
    public string this[int index] => _ids[index];

    /// <summary>Finds the index of an id.</summary>
    /// <returns>False when the id is not in the vocabulary; the index is then -1.</returns>
    public bool TryGetIndex([NotNullWhen(true)] string? id, out int index)
    {
        if (id is not null && _indexes.TryGetValue(id, out index))
            return true;
        index = -1;
        return false;
    }
}
