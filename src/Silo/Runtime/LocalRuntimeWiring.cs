using BookRecs.Grains.Models;
using Orleans.Hosting;

namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains in this process.</summary>
internal static class RuntimeWiring
{
    /// <summary>Sets the runtime up.</summary>
    public static void UseGrainRuntime(this WebApplicationBuilder builder) => builder.UseOrleans(static silo =>
    {
        silo.UseLocalhostClustering();
        silo.AddMemoryGrainStorage(ModelRegistryGrain.StorageName);
    });
}
