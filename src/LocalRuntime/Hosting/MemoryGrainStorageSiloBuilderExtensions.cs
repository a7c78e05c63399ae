using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Registers storages that live as long as the process.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    /// <summary>Registers a storage in memory.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="name">The storage's name.</param>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name)
    {
        builder.Services.AddGrainStorage(name, static (_, storageName) => new MemoryGrainStorage(storageName));
        return builder;
    }

    /// <summary>Registers a storage in memory for states that name none.</summary>
    /// <param name="builder">The silo.</param>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) => builder.AddMemoryGrainStorage("Default");
}
