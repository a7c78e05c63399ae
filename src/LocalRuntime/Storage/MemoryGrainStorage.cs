using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>State as JSON in memory, so that what a grain does to its state object is not stored before it is written.</summary>
internal sealed class MemoryGrainStorage(string name) : IGrainStorage
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Row> _rows = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _rows.TryGetValue((stateName, grainId), out var row);
        grainState.State = found ? JsonSerializer.Deserialize<T>(row!.Value, Json) : Activator.CreateInstance<T>();
        grainState.ETag = row?.ETag;
        grainState.RecordExists = found;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var etag = Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
        var next = new Row(JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json), etag);
        _rows.TryGetValue(key, out var current);
        if (current?.ETag != grainState.ETag || !(current is null ? _rows.TryAdd(key, next) : _rows.TryUpdate(key, next, current)))
            throw Conflict(key, grainState.ETag);
        grainState.ETag = etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        _rows.TryGetValue(key, out var current);
        if (current?.ETag != grainState.ETag || (current is not null && !_rows.TryRemove(new(key, current))))
            throw Conflict(key, grainState.ETag);
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private InconsistentStateException Conflict((string State, GrainId Grain) key, string? held)
    {
        var stored = _rows.TryGetValue(key, out var row) ? row.ETag : null;
        return new(
            $"State '{key.State}' of {key.Grain} in storage '{name}' has version {stored ?? "none"}, but the writer read version " +
            $"{held ?? "none"}.",
            stored,
            held);
    }

    private sealed record Row(byte[] Value, string ETag);
}
