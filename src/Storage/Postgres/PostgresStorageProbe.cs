using BookRecs.Grains.Log;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>Tells whether a database can be read and written. Asks once: whoever asks readiness asks again.</summary>
internal sealed class PostgresStorageProbe(PostgresWriter? writer, PostgresSource source, TimeProvider time) : IStorageProbe
{
    private const int TimeoutSeconds = 5;

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        await source.RunOnceAsync(
            static async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("SELECT id FROM bookrecs.shop", connection) { CommandTimeout = TimeoutSeconds };
                return await command.ExecuteScalarAsync(token)
                    ?? throw new LogUnavailableException("The table bookrecs.shop is empty: restore the database from a copy.");
            },
            cancellationToken);

        // Only after a failed commit is a write tried: a healthy log proves itself with every act.
        if (writer is { IsFailing: true })
            await writer.AppendAsync([], time.GetUtcNow(), cancellationToken);
    }
}
