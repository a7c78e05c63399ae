using BookRecs.Grains.Topics;
using BookRecs.Messaging.InProcess;
using BookRecs.Messaging.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Messaging;

/// <summary>Registers the topics with a host.</summary>
public static class MessagingServices
{
    /// <summary>Adds the topics on the transport of the settings, which must be registered.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddTopics(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<InProcessTopics>();
        services.AddSingleton<KafkaTopics>();
        services.AddSingleton<ITopics>(static provider => provider.GetRequiredService<MessagingOptions>().UsesKafka
            ? provider.GetRequiredService<KafkaTopics>()
            : provider.GetRequiredService<InProcessTopics>());
        services.AddSingleton(static provider => (ITopicsProbe)provider.GetRequiredService<ITopics>());
        return services;
    }
}
