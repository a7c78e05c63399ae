using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace BookRecs.Kafka;

/// <summary>The native library under Confluent.Kafka.</summary>
internal static class KafkaLibrary
{
    /// <summary>Loads it.</summary>
    /// <returns>Its version, such as "2.15.1".</returns>
    /// <exception cref="DllNotFoundException">It is not there; the message names the system.</exception>
    public static string EnsureLoaded()
    {
        try
        {
            return Library.VersionString;
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException)
        {
            throw new DllNotFoundException(
                $"Kafka needs the native library librdkafka, which was not published for {RuntimeInformation.RuntimeIdentifier} or cannot be loaded there", error);
        }
    }
}
