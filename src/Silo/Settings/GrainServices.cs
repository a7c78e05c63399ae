using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Topics;
using BookRecs.Grains.Users;
using BookRecs.Messaging.InProcess;

namespace BookRecs.Silo.Settings;

/// <summary>Registers what grains are made of.</summary>
internal static class GrainServices
{
    /// <summary>Adds the silo's model, the lists and the trainer.</summary>
    public static void AddGrainServices(this IServiceCollection services)
    {
        services.AddSingleton<ModelHost>();
        services.AddSingleton<PopularList>();
        services.AddSingleton<UserRanker>();
        services.AddSingleton<ModelFolderScan>();
        services.AddSingleton<IModelTrainer, LogTrainer>();
        services.AddHostedService<TrainerService>();
        services.AddHostedService<ModelHostService>();
    }

    /// <summary>Adds the topics within the process.</summary>
    public static void AddInProcessTopics(this IServiceCollection services)
    {
        services.AddSingleton<InProcessTopics>();
        services.AddSingleton<ITopics>(static provider => provider.GetRequiredService<InProcessTopics>());
    }
}
