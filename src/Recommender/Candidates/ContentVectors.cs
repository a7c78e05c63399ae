using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Turns books into TF-IDF vectors of unit length (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988),
/// with a weight for each field.
/// </summary>
/// <remarks>
/// Books are read in chunks, on any number of threads; terms are then numbered chunk by chunk, which gives each the number that it
/// would have if one thread read all books.
/// </remarks>
internal sealed class ContentVectors
{
    private const double MinDocumentLimit = 50;
    private const int BooksPerChunk = 512;

    private readonly ContentOptions _options;
    private readonly BookTerms[] _chunks;
    private readonly int[][] _numbers;
    private readonly List<string> _terms = [];
    private readonly List<int> _documentCounts = [];
    private readonly int _described;

    private ContentVectors(BookTerms[] chunks, ContentOptions options)
    {
        _options = options;
        _chunks = chunks;
        _numbers = new int[chunks.Length][];
        _described = chunks.Sum(static chunk => chunk.Described);
        NumberTerms();
    }

    /// <summary>Makes the items × terms matrix; terms that only one item has are left out but count in the length.</summary>
    /// <param name="books">The book of each item, or null.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="booksPerChunk">Books of a chunk; the result does not depend on it.</param>
    public static CsrMatrix Build(
        IReadOnlyList<Book?> books,
        ContentOptions options,
        int threads,
        CancellationToken cancellationToken,
        int booksPerChunk = BooksPerChunk) =>
        BuildWithVocabulary(books, options, threads, cancellationToken, booksPerChunk).Vectors;

    /// <summary>Makes the same matrix, and what it takes to make a vector of a book that is not in it.</summary>
    public static (CsrMatrix Vectors, ContentVocabulary Vocabulary) BuildWithVocabulary(
        IReadOnlyList<Book?> books,
        ContentOptions options,
        int threads,
        CancellationToken cancellationToken,
        int booksPerChunk = BooksPerChunk,
        bool isRaw = false)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var chunks = new BookTerms[(books.Count + booksPerChunk - 1) / booksPerChunk];
        Parallel.For(0, chunks.Length, parallel, chunk =>
        {
            var first = chunk * booksPerChunk;
            chunks[chunk] = new BookTerms(books, first, Math.Min(booksPerChunk, books.Count - first), options);
        });
        var vectors = new ContentVectors(chunks, options);
        var rows = new ChunkRows[chunks.Length];
        Parallel.For(0, chunks.Length, parallel, chunk => rows[chunk] = vectors.Weigh(chunk, isRaw));
        return (
            Join(rows, vectors._documentCounts.Count),
            new ContentVocabulary([.. vectors._terms], [.. vectors._documentCounts], vectors._described));
    }

    /// <summary>Makes the matrix with every term of every item and without unit length.</summary>
    public static CsrMatrix BuildRaw(IReadOnlyList<Book?> books, ContentOptions options, int threads, CancellationToken cancellationToken) =>
        BuildWithVocabulary(books, options, threads, cancellationToken, BooksPerChunk, isRaw: true).Vectors;

    /// <summary>How many items may have a term that says something.</summary>
    public static double DocumentLimit(ContentOptions options, int described) =>
        Math.Max(MinDocumentLimit, options.MaxDocumentShare * described);

    /// <summary>A term's weight in a book: more for rare terms.</summary>
    public static double Weigh(double weight, int documents, int described) => weight * Math.Log(1 + ((double)described / documents));

    /// <summary>Keeps the heaviest terms, in the order of their numbers.</summary>
    /// <returns>The length of the vector that is left.</returns>
    public static double Trim(List<(int Term, double Weight)> row, int maxTerms)
    {
        if (row.Count > maxTerms)
        {
            row.Sort(static (left, right) => left.Weight != right.Weight
                ? right.Weight.CompareTo(left.Weight)
                : left.Term.CompareTo(right.Term));
            row.RemoveRange(maxTerms, row.Count - maxTerms);
        }

        row.Sort(static (left, right) => left.Term.CompareTo(right.Term));
        var squares = 0d;
        foreach (var (_, weight) in row)
            squares += weight * weight;
        return Math.Sqrt(squares);
    }

    private static CsrMatrix Join(ChunkRows[] chunks, int terms)
    {
        var starts = new long[chunks.Sum(static chunk => chunk.Lengths.Length) + 1];
        var row = 0;
        foreach (var length in chunks.SelectMany(static chunk => chunk.Lengths))
        {
            starts[row + 1] = starts[row] + length;
            row++;
        }

        var (columns, values) = (new int[starts[^1]], new float[starts[^1]]);
        var end = 0;
        foreach (var chunk in chunks)
        {
            chunk.Columns.CopyTo(columns, end);
            chunk.Values.CopyTo(values, end);
            end += chunk.Columns.Count;
        }

        return new CsrMatrix(terms, starts, columns, values);
    }

    /// <summary>Gives the terms of all chunks numbers in the order in which they first come, and counts the items of each.</summary>
    private void NumberTerms()
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var chunk = 0; chunk < _chunks.Length; chunk++)
        {
            var numbers = _numbers[chunk] = new int[_chunks[chunk].Terms.Count];
            for (var own = 0; own < numbers.Length; own++)
            {
                if (!all.TryGetValue(_chunks[chunk].Terms[own], out numbers[own]))
                {
                    all.Add(_chunks[chunk].Terms[own], numbers[own] = all.Count);
                    _terms.Add(_chunks[chunk].Terms[own]);
                    _documentCounts.Add(0);
                }
            }

            for (var index = 0; index < _chunks[chunk].Count; index++)
            {
                foreach (var (term, _) in _chunks[chunk][index])
                    _documentCounts[numbers[term]]++;
            }
        }
    }

    private ChunkRows Weigh(int chunk, bool isRaw)
    {
        var limit = DocumentLimit(_options, _described);
        var rows = new ChunkRows(new int[_chunks[chunk].Count], [], []);
        var row = new List<(int Term, double Weight)>();
        for (var index = 0; index < rows.Lengths.Length; index++)
        {
            row.Clear();
            foreach (var (ownTerm, weight) in _chunks[chunk][index])
            {
                var term = _numbers[chunk][ownTerm];
                if (_documentCounts[term] <= limit)
                    row.Add((term, Weigh(weight, _documentCounts[term], _described)));
            }

            var before = rows.Columns.Count;
            AppendRow(row, rows.Columns, rows.Values, isRaw);
            rows.Lengths[index] = rows.Columns.Count - before;
        }

        return rows;
    }

    private void AppendRow(List<(int Term, double Weight)> row, List<int> columns, List<float> values, bool isRaw)
    {
        var norm = Trim(row, _options.MaxTermsPerItem);
        foreach (var (term, weight) in row)
        {
            if (_documentCounts[term] < 2 && !isRaw)
                continue;
            columns.Add(term);
            values.Add((float)(isRaw ? weight : weight / norm));
        }
    }

    private readonly record struct ChunkRows(int[] Lengths, List<int> Columns, List<float> Values);
}
