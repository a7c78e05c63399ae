using System.Collections.Immutable;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Turns books into TF-IDF vectors of unit length (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988),
/// with a weight for each field.
/// </summary>
internal sealed class ContentVectors
{
    private const double MinDocumentLimit = 50;

    private readonly ContentOptions _options;
    private readonly TextTokenizer _tokenizer = new();
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _termsBySpan;
    private readonly List<int> _fieldTerms = [];
    private readonly Dictionary<int, double> _itemTerms = [];
    private readonly List<int> _documentCounts = [];
    private readonly List<(int Term, float Weight)> _entries = [];
    private char[] _key = new char[64];

    private ContentVectors(ContentOptions options)
    {
        _options = options;
        _termsBySpan = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Makes the items × terms matrix; terms that only one item has are left out but count in the length.</summary>
    public static CsrMatrix Build(IReadOnlyList<Book?> books, ContentOptions options, CancellationToken cancellationToken) =>
        new ContentVectors(options).Run(books, cancellationToken);

    private CsrMatrix Run(IReadOnlyList<Book?> books, CancellationToken cancellationToken)
    {
        var starts = new int[books.Count + 1];
        var described = 0;
        for (var item = 0; item < books.Count; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (books[item] is { } book)
            {
                described++;
                AddBook(book);
            }

            starts[item + 1] = _entries.Count;
        }

        return Weigh(starts, described);
    }

    private void AddBook(Book book)
    {
        _itemTerms.Clear();
        AddWords(book.Title, _options.Title);
        AddWords(book.Description, _options.Description);
        AddValues('a', book.Authors, _options.Author);
        AddValues('s', book.Series, _options.Series);
        AddValues('g', book.Genres, _options.Genre);
        AddValues('p', book.Publisher is { } publisher ? [publisher] : [], _options.Publisher);
        foreach (var (term, weight) in _itemTerms)
        {
            _documentCounts[term]++;
            _entries.Add((term, (float)weight));
        }
    }

    private void AddWords(string? text, float weight)
    {
        if (string.IsNullOrEmpty(text) || weight == 0f)
            return;
        _fieldTerms.Clear();
        _tokenizer.Tokenize(text);
        for (var index = 0; index < _tokenizer.Count; index++)
            _fieldTerms.Add(TermOf('w', _tokenizer[index]));
        AddFieldTerms(weight);
    }

    private void AddValues(char field, ImmutableArray<string> values, float weight)
    {
        if (values.IsEmpty)
            return;
        if (weight > 0f)
        {
            _fieldTerms.Clear();
            foreach (var value in values)
            {
                var key = _tokenizer.WholeKey(value);
                if (key.Length > 0)
                    _fieldTerms.Add(TermOf(field, key));
            }

            AddFieldTerms(weight);
        }

        foreach (var value in values)
            AddWords(value, _options.Words);
    }

    private void AddFieldTerms(float weight)
    {
        _fieldTerms.Sort();
        for (var index = 0; index < _fieldTerms.Count;)
        {
            var term = _fieldTerms[index];
            var end = index + 1;
            while (end < _fieldTerms.Count && _fieldTerms[end] == term)
                end++;
            _itemTerms[term] = _itemTerms.GetValueOrDefault(term) + (weight * (1 + Math.Log(end - index)));
            index = end;
        }
    }

    private int TermOf(char field, ReadOnlySpan<char> token)
    {
        if (_key.Length <= token.Length)
            _key = new char[token.Length * 2];
        _key[0] = field;
        token.CopyTo(_key.AsSpan(1));
        var key = _key.AsSpan(0, token.Length + 1);
        if (!_termsBySpan.TryGetValue(key, out var term))
        {
            _termsBySpan[key] = term = _terms.Count;
            _documentCounts.Add(0);
        }

        return term;
    }

    private CsrMatrix Weigh(int[] entryStarts, int described)
    {
        var limit = Math.Max(MinDocumentLimit, _options.MaxDocumentShare * described);
        var starts = new long[entryStarts.Length];
        var columns = new List<int>(_entries.Count);
        var values = new List<float>(_entries.Count);
        var row = new List<(int Term, double Weight)>();
        for (var item = 0; item + 1 < entryStarts.Length; item++)
        {
            row.Clear();
            for (var entry = entryStarts[item]; entry < entryStarts[item + 1]; entry++)
            {
                var (term, weight) = _entries[entry];
                if (_documentCounts[term] <= limit)
                    row.Add((term, weight * Math.Log(1 + ((double)described / _documentCounts[term]))));
            }

            AppendRow(row, columns, values);
            starts[item + 1] = columns.Count;
        }

        return new CsrMatrix(_terms.Count, starts, columns.ToArray(), values.ToArray());
    }

    private void AppendRow(List<(int Term, double Weight)> row, List<int> columns, List<float> values)
    {
        if (row.Count > _options.MaxTermsPerItem)
        {
            row.Sort(static (left, right) => left.Weight != right.Weight
                ? right.Weight.CompareTo(left.Weight)
                : left.Term.CompareTo(right.Term));
            row.RemoveRange(_options.MaxTermsPerItem, row.Count - _options.MaxTermsPerItem);
        }

        row.Sort(static (left, right) => left.Term.CompareTo(right.Term));
        var squares = 0d;
        foreach (var (_, weight) in row)
            squares += weight * weight;
        var norm = Math.Sqrt(squares);
        foreach (var (term, weight) in row)
        {
            if (_documentCounts[term] < 2)
                continue;
            columns.Add(term);
            values.Add((float)(weight / norm));
        }
    }
}
