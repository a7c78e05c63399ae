namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Row numbers of a tree, those of a leaf together; splitting a leaf keeps their order on both sides.</summary>
internal sealed class RowPartition(int capacity, WorkTeam team)
{
    private const int RowsPerPiece = 16_384;

    private readonly int[] _rows = new int[capacity];
    private readonly int[] _left = new int[capacity];
    private readonly int[] _right = new int[capacity];
    private readonly int[] _leftCounts = new int[(capacity / RowsPerPiece) + 2];

    /// <summary>How many rows the tree has.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends rows that follow each other.</summary>
    public void AddRange(int first, int end)
    {
        for (var row = first; row < end; row++)
            _rows[Count++] = row;
    }

    /// <summary>Some of the rows.</summary>
    public ReadOnlyMemory<int> Slice(int first, int count) => _rows.AsMemory(first, count);

    /// <summary>Puts the rows of a leaf that go left before those that go right.</summary>
    /// <param name="first">Where the leaf's rows begin.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="column">The bin of each row of the data.</param>
    /// <param name="goesLeft">1 for each bin that goes left, otherwise 0; 256 long.</param>
    /// <returns>How many go left.</returns>
    public int Split(int first, int count, byte[] column, byte[] goesLeft)
    {
        var pieces = (count + RowsPerPiece - 1) / RowsPerPiece;
        team.Run(pieces, piece =>
        {
            var start = first + (piece * RowsPerPiece);
            var length = Math.Min(RowsPerPiece, first + count - start);
            _leftCounts[piece] = SplitPiece(
                _rows.AsSpan(start, length), column, goesLeft, _left.AsSpan(start, length), _right.AsSpan(start, length));
        });
        var lefts = 0;
        for (var piece = 0; piece < pieces; piece++)
            lefts += _leftCounts[piece];
        var (toLeft, toRight) = (first, first + lefts);
        for (var piece = 0; piece < pieces; piece++)
        {
            var start = first + (piece * RowsPerPiece);
            var length = Math.Min(RowsPerPiece, first + count - start);
            var left = _leftCounts[piece];
            _left.AsSpan(start, left).CopyTo(_rows.AsSpan(toLeft));
            _right.AsSpan(start, length - left).CopyTo(_rows.AsSpan(toRight));
            toLeft += left;
            toRight += length - left;
        }

        return lefts;
    }

    private static int SplitPiece(ReadOnlySpan<int> rows, byte[] column, byte[] goesLeft, Span<int> left, Span<int> right)
    {
        // Each row is written to both sides and only one of them moves on: no branch to mispredict.
        var (lefts, rights) = (0, 0);
        foreach (var row in rows)
        {
            left[lefts] = row;
            right[rights] = row;
            int isLeft = goesLeft[column[row]];
            lefts += isLeft;
            rights += 1 - isLeft;
        }

        return lefts;
    }
}
