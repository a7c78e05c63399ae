using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>The catalogue in a shop file.</summary>
/// <param name="writer">The writer, or null when the file was opened only to read it.</param>
/// <param name="readers">The connections that read.</param>
internal sealed class SqliteCatalogueStore(SqliteWriter? writer, SqliteReaders readers) : ICatalogueStore
{
    private const string FindBook =
        $"SELECT {SqliteBooks.Columns} FROM item i JOIN book b ON b.item_no = i.item_no WHERE i.item_id = ?1";

    private const string AllBooks =
        $"SELECT {SqliteBooks.Columns} FROM item i JOIN book b ON b.item_no = i.item_no ORDER BY i.item_id";

    private const string ChangedBooks =
        $"SELECT {SqliteBooks.Columns} FROM book b JOIN item i ON i.item_no = b.item_no WHERE b.revision > ?1 ORDER BY b.revision, i.item_id";

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
    public IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default) =>
        Stream(static database => database.Prepare(AllBooks), cancellationToken);

    /// <inheritdoc/>
    public Task<BookWrite> PutAsync(Book book, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        return WriteAsync(database => SqliteCatalogueWrites.Put(database, book), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long?> SetAvailableAsync(string itemId, bool available, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        return WriteAsync(database => SqliteCatalogueWrites.SetAvailable(database, itemId, available), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> GetRevisionAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(static database => database.Scalar("SELECT catalogue_revision FROM shop"), cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<Book> ReadChanges(long revision, CancellationToken cancellationToken = default) =>
        Stream(database => database.Prepare(ChangedBooks).Bind(1, revision), cancellationToken);

    private Task<T> WriteAsync<T>(Func<SqliteDatabase, T> write, CancellationToken cancellationToken) => writer is null
        ? throw new LogUnavailableException("The store was opened only to read it.")
        : writer.RunAsync(write, cancellationToken: cancellationToken);

    private IEnumerable<Book> Stream(Func<SqliteDatabase, SqliteStatement> query, CancellationToken cancellationToken)
    {
        using var database = readers.Connect();
        var books = SqliteReaders.Translate(database, query);
        while (SqliteReaders.Translate(books, static books => books.Step()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return SqliteBooks.Read(books);
        }
    }
}
