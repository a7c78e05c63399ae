using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The books that came after the training, numbered after the model's items, with what argues for each: a book that was just posted is
/// ranked as the cold items of the training were.
/// </summary>
/// <remarks>Holds at most 8 bytes for each of 200 arguments of a new book.</remarks>
internal sealed class NewItems
{
    private const int MaxArguments = 200;

    private readonly CsrMatrix _likeness;
    private readonly CsrMatrix _arguments;

    /// <param name="books">The book of each slot; those from <paramref name="modelItems"/> on are new.</param>
    /// <param name="modelItems">How many items the model has.</param>
    /// <param name="coldStart">Places books by their content.</param>
    public NewItems(IReadOnlyList<Book?> books, int modelItems, ColdStartSource coldStart)
    {
        Count = books.Count;
        var likeness = new ScoredItem[books.Count][];
        var arguments = new ScoredItem[books.Count][];
        Array.Fill(likeness, []);
        Array.Fill(arguments, []);
        Parallel.For(modelItems, books.Count, slot =>
        {
            if (books[slot] is not { } book)
                return;
            var found = new ScoredItem[MaxArguments];
            likeness[slot] = found[..coldStart.FindNearest(book, found.AsSpan(0, coldStart.Neighbours))];
            arguments[slot] = found[..coldStart.Place(book, found)];
        });
        _likeness = ByModelItem(likeness, modelItems);
        _arguments = ByModelItem(arguments, modelItems);
    }

    /// <summary>How many slots there are, those of the model among them.</summary>
    public int Count { get; }

    /// <summary>Item of a history → the new items that a source argues for, by slot; null where the source knows none.</summary>
    public CsrMatrix? Of(string source) => source switch
    {
        ContentSource.SourceName => _likeness,
        ColdStartSource.SourceName => _arguments,
        _ => null,
    };

    private static CsrMatrix ByModelItem(ScoredItem[][] rows, int modelItems)
    {
        var starts = new long[rows.Length + 1];
        for (var slot = 0; slot < rows.Length; slot++)
            starts[slot + 1] = starts[slot] + rows[slot].Length;
        var all = rows.SelectMany(static row => row).ToArray();
        return new CsrMatrix(
            modelItems,
            starts,
            Array.ConvertAll(all, static entry => entry.Item),
            Array.ConvertAll(all, static entry => entry.Score)).Transpose();
    }
}
