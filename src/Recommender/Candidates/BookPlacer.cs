using System.Collections.Concurrent;
using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Finds the place of a book among the items that have users: those that are like it by content, and through them the items of a history
/// that argue for it. Works for books that came after the training.
/// </summary>
/// <remarks>Serves any number of threads at once. Holds 9 bytes an item for each thread that places at once.</remarks>
internal sealed class BookPlacer
{
    private readonly CsrMatrix _postings;
    private readonly CsrMatrix _companions;
    private readonly ContentVocabulary _vocabulary;
    private readonly ContentOptions _content;
    private readonly int _neighbours;
    private readonly float _normalization;
    private readonly ConcurrentBag<ScoreBuffer> _buffers = [];

    /// <param name="postings">Term → items that have users, with its weight in their vectors.</param>
    /// <param name="companions">Item → items that it stands for, itself with 1 among them.</param>
    /// <param name="vocabulary">The terms.</param>
    /// <param name="content">The settings that the vectors were made with.</param>
    /// <param name="neighbours">Items that a book learns from.</param>
    /// <param name="normalization">The power of a book's sum of likenesses that its arguments are divided by.</param>
    public BookPlacer(
        CsrMatrix postings,
        CsrMatrix companions,
        ContentVocabulary vocabulary,
        ContentOptions content,
        int neighbours,
        float normalization)
    {
        _postings = postings;
        _companions = companions;
        _vocabulary = vocabulary;
        _content = content;
        _neighbours = neighbours;
        _normalization = normalization;
    }

    /// <summary>Items that a book learns from.</summary>
    public int Neighbours => _neighbours;

    /// <summary>The items that are most like a book, best first, with the cosine of their vectors.</summary>
    /// <returns>How many there are.</returns>
    public int FindNearest(Book book, Span<ScoredItem> nearest) => Return(LikenessOf(book), nearest);

    /// <summary>Gives a book factors by its likeness to the items that have users.</summary>
    /// <returns>False when it is like none.</returns>
    public bool PlaceFactors(Book book, ContentFactors factors, Span<float> place)
    {
        var buffer = LikenessOf(book);
        factors.Place(buffer, place);
        var isLikeSome = !buffer.Touched.IsEmpty;
        Return(buffer, []);
        return isLikeSome;
    }

    /// <summary>The items of a history that argue for a book, strongest first, with their weight.</summary>
    /// <returns>How many there are.</returns>
    public int FindArguments(Book book, Span<ScoredItem> arguments)
    {
        Span<ScoredItem> nearest = new ScoredItem[_neighbours];
        return FindArguments(nearest[..FindNearest(book, nearest)], arguments);
    }

    /// <summary>The same from what is most like the book.</summary>
    public int FindArguments(ReadOnlySpan<ScoredItem> nearest, Span<ScoredItem> arguments)
    {
        var buffer = Rent();
        var total = 0f;
        foreach (var (_, similarity) in nearest)
            total += similarity;
        var scale = total > 0f ? MathF.Pow(total, -_normalization) : 0f;
        foreach (var (item, similarity) in nearest)
        {
            var companions = _companions.RowColumns(item);
            var weights = _companions.RowValues(item);
            for (var entry = 0; entry < companions.Length; entry++)
                buffer.Add(companions[entry], scale * similarity * weights[entry]);
        }

        return Return(buffer, arguments);
    }

    /// <summary>Writes all but the settings.</summary>
    public void Save(ArtifactWriter artifact, string name)
    {
        CsrSections.Save(artifact, $"{name}.postings", _postings);
        CsrSections.Save(artifact, $"{name}.companions", _companions);
        _vocabulary.Save(artifact, name);
        artifact.Write<float>(
            $"{name}.settings",
            [
                _neighbours, _content.Title, _content.Author, _content.Series, _content.Genre, _content.Publisher, _content.Words,
                _content.Description, (float)_content.MaxDocumentShare, _content.MaxTermsPerItem, _content.Subwords, _normalization,
            ]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static BookPlacer Load(ArtifactReader artifact, string name)
    {
        var settings = artifact.Read<float>($"{name}.settings").Span;
        if (settings.Length != 12 || !(settings[0] >= 1))
            throw new InvalidDataException($"{name}.settings is not a number of neighbours, 10 settings of content and a power");
        var content = new ContentOptions
        {
            Title = settings[1],
            Author = settings[2],
            Series = settings[3],
            Genre = settings[4],
            Publisher = settings[5],
            Words = settings[6],
            Description = settings[7],
            MaxDocumentShare = settings[8],
            MaxTermsPerItem = (int)settings[9],
            Subwords = settings[10],
        };
        var postings = CsrSections.Load(artifact, $"{name}.postings");
        var companions = CsrSections.Load(artifact, $"{name}.companions");
        var vocabulary = ContentVocabulary.Load(artifact, name);
        return postings.RowCount == vocabulary.Count && postings.ColumnCount == companions.RowCount
            ? new BookPlacer(postings, companions, vocabulary, content, (int)settings[0], settings[11])
            : throw new InvalidDataException($"{name}.postings does not fit {name}.terms or {name}.companions");
    }

    /// <summary>The cosines of a book's vector with those of the items that have users, in a rented buffer.</summary>
    private ScoreBuffer LikenessOf(Book book)
    {
        var buffer = Rent();
        foreach (var (term, weight) in _vocabulary.VectorOf(book, _content))
        {
            var items = _postings.RowColumns(term);
            var weights = _postings.RowValues(term);
            for (var entry = 0; entry < items.Length; entry++)
                buffer.Add(items[entry], (float)weight * weights[entry]);
        }

        return buffer;
    }

    private ScoreBuffer Rent() => _buffers.TryTake(out var free) ? free : new ScoreBuffer(_postings.ColumnCount);

    private int Return(ScoreBuffer buffer, Span<ScoredItem> list)
    {
        var count = TopItems.Select(buffer, null, null, list);
        buffer.Clear();
        _buffers.Add(buffer);
        return count;
    }
}
