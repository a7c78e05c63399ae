using System.Collections.Concurrent;
using System.Collections.Immutable;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>Models without files.</summary>
public sealed class FakeModelStore(ICatalogueStore? catalogue = null) : IModelStore
{
    private readonly ConcurrentDictionary<string, ModelEntry> _entries = new();

    /// <summary>Versions that cannot be loaded.</summary>
    public ConcurrentDictionary<string, string> Damaged { get; } = new();

    /// <summary>Every model that was ever loaded.</summary>
    public ConcurrentQueue<FakeModel> Loaded { get; } = new();

    /// <summary>Held up loads wait for this.</summary>
    public ManualResetEventSlim MayLoad { get; } = new(true);

    /// <summary>Runs when a load has read the catalogue, before it ends.</summary>
    public Action? AfterReading { get; set; }

    public ModelEntry Add(string version, double overall = 0.1, double cold = 0.05, int day = 1)
    {
        var metrics = ImmutableDictionary<string, double>.Empty.Add("overall.ndcg@10", overall).Add("cold.ndcg@10", cold);
        var trainedAt = new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero);
        var entry = new ModelEntry(version, trainedAt, ModelStatus.Admitted, "", metrics, 1, 2, 3);
        return _entries[version] = entry;
    }

    public IServingModel Load(string version)
    {
        MayLoad.Wait();
        Verify(version);
        var model = new FakeModel(version, catalogue?.ReadAll());
        AfterReading?.Invoke();
        Loaded.Enqueue(model);
        return model;
    }

    public void Verify(string version)
    {
        if (Damaged.TryGetValue(version, out var reason))
            throw new InvalidDataException(reason);
        if (!_entries.ContainsKey(version))
            throw new InvalidDataException($"model '{version}' is not there");
    }

    public IReadOnlyList<string> ListVersions() => [.. _entries.Keys.Order(StringComparer.Ordinal)];

    public ModelEntry Describe(string version) => _entries[version];

    public void Delete(IReadOnlyCollection<string> versions)
    {
        foreach (var version in versions)
            _entries.TryRemove(version, out _);
    }
}
