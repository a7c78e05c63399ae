using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Models;

/// <summary>
/// What the registry remembers, and the rules by which it changes. A stored format: members are only ever added, and those that
/// an older file lacks get their initial value.
/// </summary>
[GenerateSerializer, Immutable, Alias("bookrecs.registry_state")]
public sealed record RegistryState
{
    /// <summary>All models, the newest first.</summary>
    [Id(0)]
    public ImmutableArray<ModelEntry> Models { get; init; } = [];

    /// <summary>The versions that served, in the order of their activation; the last one serves now.</summary>
    [Id(1)]
    public ImmutableArray<string> Served { get; init; } = [];

    /// <summary>The version that serves, or null.</summary>
    public string? ActiveVersion => Served.IsDefaultOrEmpty ? null : Served[^1];

    /// <summary>The version that served before the present one, or null.</summary>
    public string? PreviousVersion => Served.IsDefault || Served.Length < 2 ? null : Served[^2];

    /// <summary>The model of a version, or null.</summary>
    public ModelEntry? Find(string? version) => Models.IsDefault ? null : Models.FirstOrDefault(model => model.Version == version);

    /// <summary>Adds a judged model, or replaces the one of its version.</summary>
    public RegistryState Add(ModelEntry model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return this with
        {
            Models =
            [
                .. Models.Where(present => present.Version != model.Version)
                    .Append(model)
                    .OrderByDescending(present => present.TrainedAt)
                    .ThenByDescending(present => present.Version, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Makes a model serve.</summary>
    public RegistryState Activate(string version) =>
        version == ActiveVersion ? this : WithServed([.. Served.Where(served => served != version), version]);

    /// <summary>Makes the model serve that served before the present one; without one nothing changes.</summary>
    public RegistryState Rollback() => PreviousVersion is null ? this : WithServed(Served[..^1]);

    /// <summary>Forgets old models: all but the newest ones, the active one and the one before it.</summary>
    /// <param name="keep">How many of the newest stay.</param>
    public RegistryState Retire(int keep)
    {
        var kept = Models.Where((model, place) => place < keep || model.Version == ActiveVersion || model.Version == PreviousVersion);
        var state = this with { Models = [.. kept] };
        return state with { Served = [.. Served.Where(served => state.Find(served) is not null)] };
    }

    private RegistryState WithServed(ImmutableArray<string> served) => this with
    {
        Served = served,
        Models =
        [
            .. Models.Select(model =>
                model.Version == served[^1] ? model with { Status = ModelStatus.Active }
                : model.Status == ModelStatus.Active ? model with { Status = ModelStatus.Admitted }
                : model),
        ],
    };
}
