using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Orleans.Runtime.Hosting;

/// <summary>Registers storages of grain state.</summary>
public static class StorageProviderExtensions
{
    /// <summary>Registers a storage by its name; the one named "Default" serves states that name none.</summary>
    /// <typeparam name="T">The storage.</typeparam>
    /// <param name="collection">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="implementationFactory">Makes the storage from the services and its name.</param>
    public static IServiceCollection AddGrainStorage<T>(
        this IServiceCollection collection, string name, Func<IServiceProvider, string, T> implementationFactory)
        where T : IGrainStorage
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        collection.AddKeyedSingleton<IGrainStorage>(name, (services, _) => implementationFactory(services, name));
        if (string.Equals(name, "Default", StringComparison.Ordinal))
            collection.TryAddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(name));
        return collection;
    }
}
