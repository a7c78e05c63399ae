using System.Runtime.InteropServices;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage;

/// <summary>Rows of an import that are written in one transaction, with the ids that occur in them for the first time.</summary>
/// <param name="capacity">How many rows it holds.</param>
internal sealed class InteractionBatch(int capacity)
{
    private Row[] _rows = new Row[Math.Min(capacity, 16_384)];
    private long[] _order = [];

    /// <summary>How many rows it holds now.</summary>
    public int Count { get; private set; }

    /// <summary>True when no further row fits.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>The rows as they came.</summary>
    public ReadOnlySpan<Row> Rows => _rows.AsSpan(0, Count);

    /// <summary>Users that no earlier batch held, in the order of their numbers.</summary>
    public List<string> NewUsers { get; } = [];

    /// <summary>Items that no earlier batch held, in the order of their numbers.</summary>
    public List<string> NewItems { get; } = [];

    /// <summary>Adds a row.</summary>
    public void Add(int user, int item, in Interaction interaction)
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, Math.Min(capacity, 2 * Count));
        _rows[Count++] = new Row(
            user,
            item,
            LogDate.ToMilliseconds(interaction.OccurredAt),
            interaction.Rating ?? float.NaN,
            (byte)interaction.Kind,
            interaction.IsRead);
    }

    /// <summary>Orders the rows by user, and a user's rows as they came, so that neighbours in the index are written together.</summary>
    public void Sort()
    {
        if (_order.Length < Count)
            _order = new long[_rows.Length];
        for (var index = 0; index < Count; index++)
            _order[index] = ((long)_rows[index].User << 32) | (uint)index;
        Array.Sort(_order, 0, Count);
    }

    /// <summary>A row by its place after <see cref="Sort"/>.</summary>
    public ref readonly Row this[int place] => ref _rows[(int)(uint)_order[place]];

    /// <summary>Empties the batch for its next use.</summary>
    public void Clear()
    {
        Count = 0;
        NewUsers.Clear();
        NewItems.Clear();
    }

    /// <summary>One act; users and items by their number within the import.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Row(int User, int Item, long OccurredAt, float RatingOrNaN, byte Kind, bool IsRead)
    {
        /// <summary>The rating, or null.</summary>
        public double? Rating => float.IsNaN(RatingOrNaN) ? null : RatingOrNaN;
    }
}
