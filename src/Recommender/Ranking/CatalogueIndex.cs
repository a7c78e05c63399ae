using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Titles;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// The items of the model and the books of the catalogue in one numbering: slots 0 to (model items − 1) are the model's items,
/// the books that the model does not know follow by id. Never changes.
/// </summary>
internal sealed class CatalogueIndex
{
    private readonly Vocabulary _modelItems;
    private readonly Dictionary<string, int> _others;
    private readonly Book?[] _books;
    private readonly string[] _otherIds;
    private readonly ulong[] _hashes;
    private readonly bool[] _isShowable;
    private readonly int[] _languages;
    private readonly Dictionary<string, int> _languageNumbers = new(StringComparer.OrdinalIgnoreCase);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public CatalogueIndex(Vocabulary modelItems, IEnumerable<Book> books)
    {
        _modelItems = modelItems;
        var known = new Book?[modelItems.Count];
        var others = new Dictionary<string, Book>(StringComparer.Ordinal);
        var isEmpty = true;
        foreach (var book in books)
        {
            isEmpty = false;
            if (modelItems.TryGetIndex(book.ItemId, out var slot))
                known[slot] = book;
            else
                others[book.ItemId] = book;
        }

        _otherIds = [.. others.Keys.Order(StringComparer.Ordinal)];
        _others = new Dictionary<string, int>(_otherIds.Length, StringComparer.Ordinal);
        for (var index = 0; index < _otherIds.Length; index++)
            _others.Add(_otherIds[index], modelItems.Count + index);

        _books = [.. known, .. _otherIds.Select(id => others[id])];
        _hashes = new ulong[Count];
        _languages = new int[Count];
        var groups = new SlotGroups[4];
        Parallel.Invoke(
            () => groups[0] = new SlotGroups(Count, slot => WorkOf(_books[slot]), isOftenShared: false),
            () => groups[1] = new SlotGroups(Count, slot => _books[slot]?.Authors ?? []),
            () => groups[2] = new SlotGroups(Count, slot => FirstOf(_books[slot]?.Series ?? [])),
            () => groups[3] = new SlotGroups(Count, slot => _books[slot]?.Genres ?? []),
            ReadSlots);
        (Works, Authors, Series, Genres) = (groups[0], groups[1], groups[2], groups[3]);
        _isShowable = FindShowable(isEmpty);
        SeriesVolumes = new SeriesVolumes(this);
    }

    /// <summary>How many slots there are.</summary>
    public int Count => _modelItems.Count + _otherIds.Length;

    /// <summary>The slots below this are the model's items, at the model's own indexes.</summary>
    public int ModelCount => _modelItems.Count;

    /// <summary>The editions of each work.</summary>
    public SlotGroups Works { get; }

    /// <summary>The books of each author.</summary>
    public SlotGroups Authors { get; }

    /// <summary>The books of each series, by their first series.</summary>
    public SlotGroups Series { get; }

    /// <summary>The books of each genre.</summary>
    public SlotGroups Genres { get; }

    /// <summary>The volumes of each series in order.</summary>
    public SeriesVolumes SeriesVolumes { get; }

    public string IdOf(int slot) => slot < _modelItems.Count ? _modelItems[slot] : _otherIds[slot - _modelItems.Count];

    /// <summary>The ordinal order of the ids of two slots; either part of the slots is in that order already.</summary>
    public int CompareIds(int slot, int other) => slot < ModelCount == other < ModelCount
        ? slot.CompareTo(other)
        : string.CompareOrdinal(IdOf(slot), IdOf(other));

    /// <summary>The book of each slot, or null where the catalogue holds none.</summary>
    public IReadOnlyList<Book?> Books => _books;

    public Book? BookOf(int slot) => _books[slot];

    public ulong HashOf(int slot) => _hashes[slot];

    /// <summary>True when a page can show the slot at all.</summary>
    public bool IsShowable(int slot) => _isShowable[slot];

    public bool TryGetSlot(string id, out int slot) => _modelItems.TryGetIndex(id, out slot) || _others.TryGetValue(id, out slot);

    /// <summary>A number for the language: 0 for any, -1 for one that no book has.</summary>
    public int LanguageNumber(string? language) => language is null ? 0 : _languageNumbers.GetValueOrDefault(language.Trim(), -1);

    /// <summary>The number of the slot's language, 0 when it is not known.</summary>
    public int LanguageOf(int slot) => _languages[slot];

    /// <summary>The work of a book: by its id, or else books of one title, first author and volume are taken for one work.</summary>
    private static ImmutableArray<string> WorkOf(Book? book)
    {
        if (book is null)
            return [];
        if (!string.IsNullOrEmpty(book.WorkId))
            return ["id " + book.WorkId];
        if (book.Title.Length == 0 || book.Authors is not [var author, ..])
            return [];
        var title = book.Title.Trim();
        if (title.EndsWith(')'))
            title = TitleParser.WithoutSeries(title);
        return [$"title {title} / {author} / {book.Volume?.ToString(CultureInfo.InvariantCulture)}"];
    }

    private static ImmutableArray<string> FirstOf(ImmutableArray<string> names) => names is [var first, ..] ? [first] : [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadSlots()
    {
        for (var slot = 0; slot < Count; slot++)
        {
            _hashes[slot] = StableHash.Of(IdOf(slot));
            _languages[slot] = NumberOfLanguage(_books[slot]?.Language);
        }
    }

    private int NumberOfLanguage(string? language)
    {
        if (string.IsNullOrWhiteSpace(language))
            return 0;
        language = language.Trim();
        if (!_languageNumbers.TryGetValue(language, out var number))
            _languageNumbers.Add(language, number = _languageNumbers.Count + 1);
        return number;
    }

    private bool[] FindShowable(bool hasNoCatalogue)
    {
        var hasTitles = Array.Exists(_books, book => book?.Title.Length > 0);
        var showable = new bool[Count];
        for (var slot = 0; slot < Count; slot++)
            showable[slot] = hasNoCatalogue || (_books[slot] is { Available: true } book && (book.Title.Length > 0 || !hasTitles));
        return showable;
    }
}
