using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// The terms of some books that follow each other: words, authors, series, genres and publishers, numbered in the order in which they
/// first come, with a weight for each field.
/// </summary>
internal sealed class BookTerms
{
    private const int LettersOfSubword = 4;

    private readonly ContentOptions _options;
    private readonly TextTokenizer _tokenizer = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numbersBySpan;
    private readonly List<string> _terms = [];
    private readonly List<int> _fieldTerms = [];
    private readonly HashSet<int> _subwordTerms = [];
    private readonly Dictionary<int, double> _bookTerms = [];
    private readonly List<(int Term, float Weight)> _entries = [];
    private readonly int[] _starts;
    private char[] _key = new char[64];
    private char[] _subword = new char[64];

    /// <param name="books">All books; null where an item has none.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="options">The weights of the fields.</param>
    public BookTerms(IReadOnlyList<Book?> books, int first, int count, ContentOptions options)
    {
        _options = options;
        _numbersBySpan = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _starts = new int[count + 1];
        for (var index = 0; index < count; index++)
        {
            if (books[first + index] is { } book)
            {
                Described++;
                Add(book);
            }

            _starts[index + 1] = _entries.Count;
        }
    }

    /// <summary>How many items have a book.</summary>
    public int Described { get; }

    /// <summary>How many items there are, with and without a book.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The terms by number.</summary>
    public IReadOnlyList<string> Terms => _terms;

    /// <summary>The terms of an item, each once, with the weight that its fields add up to.</summary>
    public ReadOnlySpan<(int Term, float Weight)> this[int index] =>
        CollectionsMarshal.AsSpan(_entries)[_starts[index].._starts[index + 1]];

    private void Add(Book book)
    {
        _bookTerms.Clear();
        _subwordTerms.Clear();
        AddWords(book.Description, _options.Description, hasSubwords: false);
        AddWords(book.Title, _options.Title, hasSubwords: true);
        AddValues('a', book.Authors, _options.Author);
        AddValues('s', book.Series, _options.Series);
        AddValues('g', book.Genres, _options.Genre);
        AddValues('p', book.Publisher is { } publisher ? [publisher] : [], _options.Publisher);
        foreach (var term in _subwordTerms)
            _bookTerms[term] = _options.Subwords;
        foreach (var (term, weight) in _bookTerms)
            _entries.Add((term, (float)weight));
    }

    private void AddWords(string? text, float weight, bool hasSubwords)
    {
        hasSubwords &= _options.Subwords > 0f;
        if (string.IsNullOrEmpty(text) || (weight == 0f && !hasSubwords))
            return;
        _fieldTerms.Clear();
        _tokenizer.Tokenize(text);
        for (var index = 0; index < _tokenizer.Count && hasSubwords; index++)
            AddSubwords(_tokenizer[index]);
        if (weight == 0f)
            return;
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
            AddWords(value, _options.Words, hasSubwords: true);
    }

    /// <summary>
    /// Adds each run of letters inside a word, its two ends marked (character n-grams: McNamee and Mayfield, "Character n-gram tokenization
    /// for European language text retrieval", Information Retrieval 2004): four letters, or two syllables of Korean.
    /// </summary>
    private void AddSubwords(ReadOnlySpan<char> word)
    {
        var length = word[0] is >= '\uAC00' and <= '\uD7A3' ? 2 : LettersOfSubword;
        if (_subword.Length < word.Length + 2)
            _subword = new char[word.Length * 2];
        word.CopyTo(_subword.AsSpan(1));
        (_subword[0], _subword[word.Length + 1]) = (' ', ' ');
        var marked = _subword.AsSpan(0, word.Length + 2);
        for (var start = 0; marked.Length > length && start <= marked.Length - length; start++)
        {
            var subword = marked.Slice(start, length);
            if (!char.IsLowSurrogate(subword[0]) && !char.IsHighSurrogate(subword[^1]))
                _subwordTerms.Add(TermOf('n', subword));
        }
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
            _bookTerms[term] = _bookTerms.GetValueOrDefault(term) + (weight * (1 + Math.Log(end - index)));
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
        if (!_numbersBySpan.TryGetValue(key, out var term))
        {
            term = _terms.Count;
            _terms.Add(key.ToString());
            _numbers.Add(_terms[term], term);
        }

        return term;
    }
}
