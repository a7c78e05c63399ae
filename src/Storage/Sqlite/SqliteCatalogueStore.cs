using BookRecs.Grains.Books;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>The catalogue in a shop file.</summary>
internal sealed class SqliteCatalogueStore(SqliteReaders readers) : ICatalogueStore
{
    private const string FindBook =
        $"SELECT {SqliteBooks.Columns} FROM item i JOIN book b ON b.item_no = i.item_no WHERE i.item_id = ?1";

    private const string AllBooks =
        $"SELECT {SqliteBooks.Columns} FROM item i JOIN book b ON b.item_no = i.item_no ORDER BY i.item_id";

    /// <inheritdoc/>
    public Task<Book?> FindAsync(string itemId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        return readers.ReadAsync(
            database =>
            {
                using var find = database.Prepare(FindBook).Bind(1, itemId);
                return find.Step() ? SqliteBooks.Read(find) : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default)
    {
        using var database = readers.Connect();
        var books = SqliteReaders.Translate(database, static database => database.Prepare(AllBooks));
        while (SqliteReaders.Translate(books, static books => books.Step()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return SqliteBooks.Read(books);
        }
    }
}
