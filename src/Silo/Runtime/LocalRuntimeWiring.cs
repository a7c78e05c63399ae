namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains in this process.</summary>
internal static class RuntimeWiring
{
    /// <summary>Sets the runtime up; grain state is stored by the storage, which registers itself.</summary>
    public static void UseGrainRuntime(this WebApplicationBuilder builder) =>
        builder.UseOrleans(static silo => silo.UseLocalhostClustering());
}
