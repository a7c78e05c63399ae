using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>Writes books inside a transaction of the writer; all that one call changes has the same revision.</summary>
internal static class SqliteCatalogueWrites
{
    private const string SetAvailability =
        """
        UPDATE book SET available = ?2, revision = ?3
        WHERE item_no = (SELECT item_no FROM item WHERE item_id = ?1) AND available <> ?2
        """;

    private const string FindBookRevision = "SELECT b.revision FROM item i JOIN book b ON b.item_no = i.item_no WHERE i.item_id = ?1";

    /// <summary>Adds books, or replaces those whose id the catalogue holds.</summary>
    public static ImportResult Import(SqliteDatabase database, Book[] books)
    {
        var revision = NextRevision(database);
        var (added, replaced, newItems) = (0, 0, 0);
        foreach (var book in books)
        {
            var (isNew, isNewItem, changed) = Write(database, book, revision);
            newItems += isNewItem ? 1 : 0;
            added += isNew ? 1 : 0;
            replaced += !isNew && changed ? 1 : 0;
        }

        Grow(database, newItems, added + replaced > 0 ? revision : null);
        return new ImportResult(added, replaced, books.Length - added - replaced);
    }

    /// <summary>Adds a book, or replaces the one with its id.</summary>
    public static BookWrite Put(SqliteDatabase database, Book book)
    {
        var revision = NextRevision(database);
        var (isNew, isNewItem, changed) = Write(database, book, revision);
        Grow(database, isNewItem ? 1 : 0, changed ? revision : null);
        return new BookWrite(RevisionOf(database, book.ItemId)!.Value, isNew);
    }

    /// <summary>Sets whether a book can be sold.</summary>
    /// <returns>The book's revision, or null when the catalogue does not hold the item.</returns>
    public static long? SetAvailable(SqliteDatabase database, string itemId, bool available)
    {
        var revision = NextRevision(database);
        database.Prepare(SetAvailability).Bind(1, itemId).Bind(2, available ? 1 : 0).Bind(3, revision).Run();
        if (database.Changes > 0)
            Grow(database, 0, revision);
        return RevisionOf(database, itemId);
    }

    private static long NextRevision(SqliteDatabase database) => database.Scalar("SELECT catalogue_revision FROM shop") + 1;

    private static (bool IsNew, bool IsNewItem, bool Changed) Write(SqliteDatabase database, Book book, long revision)
    {
        if (string.IsNullOrEmpty(book.ItemId))
            throw new ArgumentException("item_id must not be empty.", nameof(book));
        var (item, isNewItem, _) = SqliteAppender.ItemNumber(database, book.ItemId);
        var isNew = isNewItem || !HasBook(database, item);
        return (isNew, isNewItem, SqliteBooks.Write(database, item, book, revision));
    }

    private static bool HasBook(SqliteDatabase database, long item)
    {
        using var find = database.Prepare("SELECT 1 FROM book WHERE item_no = ?1").Bind(1, item);
        return find.Step();
    }

    private static void Grow(SqliteDatabase database, long items, long? revision)
    {
        if (items > 0)
            database.Prepare("UPDATE shop SET items = items + ?1").Bind(1, items).Run();
        if (revision is { } reached)
            database.Prepare("UPDATE shop SET catalogue_revision = ?1").Bind(1, reached).Run();
    }

    private static long? RevisionOf(SqliteDatabase database, string itemId)
    {
        using var find = database.Prepare(FindBookRevision).Bind(1, itemId);
        return find.Step() ? find.Int64(0) : null;
    }
}
