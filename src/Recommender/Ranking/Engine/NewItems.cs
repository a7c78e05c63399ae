using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The books that came after the training, numbered after the model's items, with what argues for each: a book that was just posted is
/// ranked as the cold items of the training were.
/// </summary>
/// <remarks>
/// Holds 16 bytes for each of the items nearest to a new book (200 by default), as much for each of at most 200 arguments, and 4 bytes a
/// factor.
/// </remarks>
internal sealed class NewItems
{
    private const int MaxArguments = 200;

    private readonly int _modelItems;
    private readonly Placed[] _placed;
    private readonly CsrMatrix _likeness;
    private readonly CsrMatrix _arguments;

    /// <param name="books">The book of each slot; those from <paramref name="modelItems"/> on are new.</param>
    /// <param name="modelItems">How many items the model has.</param>
    /// <param name="coldStart">Places books by their content.</param>
    /// <param name="before">New items placed by the same source; a book that is among them as the same instance keeps its place.</param>
    public NewItems(IReadOnlyList<Book?> books, int modelItems, ColdStartSource coldStart, NewItems? before = null)
    {
        (Count, _modelItems) = (books.Count, modelItems);
        _placed = new Placed[books.Count - modelItems];
        var known = new Dictionary<Book, Placed>(ReferenceEqualityComparer.Instance);
        foreach (var place in before?._placed ?? [])
        {
            if (place.Book is { } book)
                known.Add(book, place);
        }

        Parallel.For(0, _placed.Length, index => _placed[index] = books[modelItems + index] switch
        {
            null => new Placed(null, [], [], []),
            { } book when known.TryGetValue(book, out var place) => place,
            { } book => Place(book, coldStart),
        });
        _likeness = ByModelItem(static place => place.Nearest);
        _arguments = ByModelItem(static place => place.Arguments);
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

    /// <summary>The items of the model that are most like a new one, best first, with their likeness.</summary>
    public ReadOnlySpan<ScoredItem> NearestTo(int slot) => _placed[slot - _modelItems].Nearest;

    /// <summary>The factors of a new item, padded; empty where the model has none.</summary>
    public ReadOnlySpan<float> FactorsOf(int slot) => _placed[slot - _modelItems].Factors;

    private static Placed Place(Book book, ColdStartSource coldStart)
    {
        var found = new ScoredItem[Math.Max(MaxArguments, coldStart.Neighbours)];
        var nearest = found[..coldStart.FindNearest(book, found.AsSpan(0, coldStart.Neighbours))];
        var factors = new float[coldStart.Factors?.Stride ?? 0];
        coldStart.TryPlace(book, factors);
        return new Placed(book, nearest, found[..coldStart.Place(book, found.AsSpan(0, MaxArguments))], factors);
    }

    private CsrMatrix ByModelItem(Func<Placed, ScoredItem[]> rowOf)
    {
        var starts = new long[Count + 1];
        for (var index = 0; index < _placed.Length; index++)
            starts[_modelItems + index + 1] = starts[_modelItems + index] + rowOf(_placed[index]).Length;
        var all = _placed.SelectMany(rowOf).ToArray();
        return new CsrMatrix(
            _modelItems,
            starts,
            Array.ConvertAll(all, static entry => entry.Item),
            Array.ConvertAll(all, static entry => entry.Score)).Transpose();
    }

    private sealed record Placed(Book? Book, ScoredItem[] Nearest, ScoredItem[] Arguments, float[] Factors);
}
