using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>Scores by item that are cheap to add to and cheap to clear: dense values beside the list of items that have one.</summary>
/// <remarks>Not safe for several threads at once; rent one for each. Holds 8 bytes an item, plus one bit.</remarks>
/// <param name="itemCount">Number of items of the model.</param>
public sealed class ScoreBuffer(int itemCount)
{
    private readonly float[] _scores = new float[itemCount];
    private readonly int[] _touched = new int[itemCount];
    private readonly ulong[] _isTouched = new ulong[(itemCount + 63) / 64];
    private int _touchedCount;

    /// <summary>Number of items of the model.</summary>
    public int ItemCount => _scores.Length;

    /// <summary>The items that were added to since the last clear, in the order of first addition.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _touchedCount);

    /// <summary>The score of an item, 0 where none was added.</summary>
    public float this[int item] => _scores[item];

    /// <summary>The score of each item.</summary>
    internal ReadOnlySpan<float> All => _scores;

    /// <summary>Adds to the score of an item.</summary>
    public void Add(int item, float score)
    {
        ref var word = ref _isTouched[item >> 6];
        var bit = 1UL << (item & 63);
        if ((word & bit) == 0)
        {
            word |= bit;
            _touched[_touchedCount++] = item;
        }

        _scores[item] += score;
    }

    /// <summary>Adds a row of a matrix over the items, each value times a factor.</summary>
    public void AddRow(CsrMatrix matrix, int row, float factor = 1f)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var items = matrix.RowColumns(row);
        var values = matrix.RowValues(row);
        for (var entry = 0; entry < items.Length; entry++)
            Add(items[entry], factor * values[entry]);
    }

    /// <summary>Forgets the items whose sum is not above 0, so that what is left keeps a source's promise.</summary>
    public void RemoveWithoutScore()
    {
        var kept = 0;
        foreach (var item in Touched)
        {
            if (_scores[item] > 0f)
            {
                _touched[kept++] = item;
                continue;
            }

            _scores[item] = 0f;
            _isTouched[item >> 6] &= ~(1UL << (item & 63));
        }

        _touchedCount = kept;
    }

    /// <summary>Forgets all scores, in time proportional to how many there are.</summary>
    public void Clear()
    {
        foreach (var item in Touched)
        {
            _scores[item] = 0f;
            _isTouched[item >> 6] = 0;
        }

        _touchedCount = 0;
    }
}
