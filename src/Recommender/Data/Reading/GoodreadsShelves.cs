namespace BookRecs.Recommender.Data.Reading;

/// <summary>Takes genres from popular shelves, most of which say what a reader does with a book and not what it is.</summary>
internal static class GoodreadsShelves
{
    public const int MaxGenres = 5;

    private static readonly HashSet<string> NoGenre = new(StringComparer.Ordinal)
    {
        "to-read", "currently-reading", "read", "owned", "default", "favorites", "favourites", "favorite", "all-time-favorites",
        "books-i-own", "owned-books", "i-own", "own-it", "own", "my-books", "my-library", "library", "library-books", "ebook", "ebooks",
        "e-book", "e-books", "kindle", "kindle-books", "audiobook", "audiobooks", "audio", "audio-books", "wish-list", "wishlist",
        "to-buy", "want-to-buy", "maybe", "dnf", "did-not-finish", "abandoned", "unfinished", "tbr", "to-be-read", "want-to-read",
        "re-read", "reread", "re-reads", "borrowed", "nook", "bookshelf", "shelfari-favorites", "arc", "arcs", "netgalley", "series",
        "book-club", "bookclub", "book-club-books", "books", "novels", "novel", "finished", "have", "giveaways", "first-reads", "epub",
        "calibre", "on-hold", "on-my-shelf", "in-my-library", "my-bookshelf", "personal-library", "home-library", "paperback",
        "hardcover", "5-stars", "4-stars", "3-stars", "2-stars", "1-star", "reviewed", "to-review", "signed", "free", "freebies",
    };

    /// <summary>The genre that a shelf names, or null.</summary>
    public static string? GenreOf(string shelf)
    {
        var name = shelf.Trim().ToLowerInvariant();
        if (name.Length is < 3 or > 40 || NoGenre.Contains(name) || name.Any(char.IsAsciiDigit))
            return null;
        if (name.StartsWith("to-", StringComparison.Ordinal) || name.StartsWith("read-", StringComparison.Ordinal)
            || name.StartsWith("my-", StringComparison.Ordinal) || name.StartsWith("books-", StringComparison.Ordinal)
            || name.Contains("own", StringComparison.Ordinal) || name.Contains("favo", StringComparison.Ordinal))
            return null;
        return name.Replace('-', ' ');
    }
}
