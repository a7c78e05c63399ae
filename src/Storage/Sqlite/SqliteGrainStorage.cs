using Orleans.Storage;

namespace BookRecs.Storage.Sqlite;

/// <summary>Grain state in a shop file. Every write is durable when its task completes.</summary>
internal sealed class SqliteGrainStorage(SqliteWriter writer, SqliteReaders readers) : IGrainStorage
{
    private const string Find = "SELECT etag, state FROM grain_state WHERE grain_id = ?1 AND state_name = ?2";

    private const string Put =
        """
        INSERT INTO grain_state(grain_id, state_name, etag, state) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (grain_id, state_name) DO UPDATE SET etag = excluded.etag, state = excluded.state
        """;

    private const string Delete = "DELETE FROM grain_state WHERE grain_id = ?1 AND state_name = ?2";

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var (etag, state) = await readers.ReadAsync(
            database => FindRecord(database, stateName, grainId), CancellationToken.None);
        grainState.State = state is null ? Activator.CreateInstance<T>() : GrainStateJson.Read<T>(state);
        grainState.ETag = etag;
        grainState.RecordExists = etag is not null;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);

        // The state as it is now: the grain may change it while the write waits its turn.
        var state = GrainStateJson.Write(grainState.State);
        var etag = Guid.NewGuid().ToString("N");
        await ChangeAsync(stateName, grainId, grainState.ETag, database => database.Prepare(Put)
            .Bind(1, grainId.ToString()).Bind(2, stateName).Bind(3, etag).Bind(4, state).Run());
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        await ChangeAsync(stateName, grainId, grainState.ETag, database => database.Prepare(Delete)
            .Bind(1, grainId.ToString()).Bind(2, stateName).Run());
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private async Task ChangeAsync(string stateName, GrainId grainId, string? expected, Action<SqliteDatabase> change)
    {
        var stored = await writer.RunAsync(
            database =>
            {
                var (etag, _) = FindRecord(database, stateName, grainId);
                if (etag == expected)
                    change(database);
                return etag;
            });
        if (stored != expected)
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of a grain of type {grainId.Type} was written by someone else since it was read.", stored, expected);
        }
    }

    private static (string? ETag, string? State) FindRecord(SqliteDatabase database, string stateName, GrainId grainId)
    {
        using var find = database.Prepare(Find).Bind(1, grainId.ToString()).Bind(2, stateName);
        return find.Step() ? (find.Text(0), find.Text(1)) : (null, null);
    }
}
