using BookRecs.Grains.Log;

namespace BookRecs.Storage.Sqlite;

/// <summary>Tells whether a shop file can be read and written.</summary>
internal sealed class SqliteStorageProbe(SqliteWriter? writer, SqliteReaders readers) : IStorageProbe
{
    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        await readers.ReadAsync(static database => database.Scalar("SELECT id FROM shop"), cancellationToken);

        // Only after a failed commit is a write tried: a healthy log proves itself with every act.
        if (writer is { IsFailing: true })
        {
            await writer.RunAsync(
                static database =>
                {
                    database.Execute("UPDATE shop SET acts = acts");
                    return 0;
                },
                cancellationToken: cancellationToken);
        }
    }
}
