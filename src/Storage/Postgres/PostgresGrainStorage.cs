using Npgsql;
using Orleans.Storage;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// Grain state in a PostgreSQL database. Every write is durable when its task completes. A write whose answer was lost is repeated:
/// its version is new each time, so the repeat finds out whether the first try was committed.
/// </summary>
internal sealed class PostgresGrainStorage(PostgresSource source) : IGrainStorage
{
    private const string Find = "SELECT etag, state FROM bookrecs.grain_states WHERE grain_id = $1 AND state_name = $2";

    private const string Add =
        """
        INSERT INTO bookrecs.grain_states (grain_id, state_name, etag, state) VALUES ($1, $2, $3, $4)
        ON CONFLICT (grain_id, state_name) DO NOTHING
        """;

    private const string Change =
        "UPDATE bookrecs.grain_states SET etag = $3, state = $4 WHERE grain_id = $1 AND state_name = $2 AND etag = $5";

    private const string Delete = "DELETE FROM bookrecs.grain_states WHERE grain_id = $1 AND state_name = $2 AND etag = $3";

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var (etag, state) = await source.RunAsync(
            (connection, token) => FindAsync(connection, stateName, grainId, token), CancellationToken.None);
        grainState.State = state is null ? Activator.CreateInstance<T>() : GrainStateJson.Read<T>(state);
        grainState.ETag = etag;
        grainState.RecordExists = etag is not null;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);

        // The state as it is now: the grain may change it while the write waits its turn.
        var state = PostgresValues.ToStored(GrainStateJson.Write(grainState.State));
        var expected = grainState.ETag;
        var etag = Guid.NewGuid().ToString("N");
        var stored = await source.RunAsync(
            async (connection, token) =>
            {
                await using var command = Command(connection, expected is null ? Add : Change, stateName, grainId);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = etag });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state });
                if (expected is not null)
                    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = expected });
                return await command.ExecuteNonQueryAsync(token) > 0
                    ? etag
                    : (await FindAsync(connection, stateName, grainId, token)).ETag;
            },
            CancellationToken.None);
        if (stored != etag)
            throw Inconsistent(stateName, grainId, stored, expected);
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var expected = grainState.ETag;
        var tries = 0;
        var (isGone, stored) = await source.RunAsync(
            async (connection, token) =>
            {
                var isRepeat = tries++ > 0;
                if (expected is not null)
                {
                    await using var command = Command(connection, Delete, stateName, grainId);
                    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = expected });
                    if (await command.ExecuteNonQueryAsync(token) > 0)
                        return (true, null);
                }

                // A repeat that finds nothing finds what the first try has done.
                var etag = (await FindAsync(connection, stateName, grainId, token)).ETag;
                return (etag is null && (expected is null || isRepeat), etag);
            },
            CancellationToken.None);
        if (!isGone)
            throw Inconsistent(stateName, grainId, stored, expected);
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static InconsistentStateException Inconsistent(string stateName, GrainId grainId, string? stored, string? expected) => new(
        $"State '{stateName}' of a grain of type {grainId.Type} was written by someone else since it was read.", stored, expected);

    private static async Task<(string? ETag, string? State)> FindAsync(
        NpgsqlConnection connection, string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Find, stateName, grainId);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? (rows.GetString(0), PostgresValues.FromStored(rows.GetString(1)))
            : (null, null);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string stateName, GrainId grainId) =>
        new(sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = PostgresValues.ToStored(grainId.ToString()) },
                new NpgsqlParameter<string> { TypedValue = PostgresValues.ToStored(stateName) },
            },
        };
}
