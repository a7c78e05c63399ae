namespace BookRecs.Silo.Startup;

/// <summary>Registers what happens once the service listens.</summary>
internal static class ShopStart
{
    /// <summary>Adds the start: data, model, and what to try.</summary>
    public static void AddShopStart(this IServiceCollection services)
    {
        services.AddSingleton<StartStage>();
        services.AddSingleton<SyntheticShopImport>();
        services.AddSingleton<FirstModel>();
        services.AddSingleton<WarmUp>();
        services.AddSingleton<Conversation>();
        services.AddSingleton(static _ => Console.Out);
        services.AddHostedService<ShopStartService>();
    }
}
