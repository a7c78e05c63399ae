using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Transactions;
using BookRecs.Grains.Users;

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
        services.AddSingleton<RecentUsers>();
        services.AddSingleton<RetrainTrigger>();
    }

    /// <summary>
    /// Adds what consumes topics. Hosted services start in this order and stop in the opposite one: registered after the runtime of the
    /// grains, consumers end while grains still answer.
    /// </summary>
    public static void AddTopicConsumers(this IServiceCollection services)
    {
        services.AddHostedService<TrainerService>();
        services.AddHostedService<ModelHostService>();
        services.AddHostedService<TransactionConsumer>();
        services.AddHostedService<PredictionService>();
        services.AddHostedService<RefreshService>();
    }
}
