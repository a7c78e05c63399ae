using Confluent.Kafka;

namespace BookRecs.Kafka;

/// <summary>The native library under Confluent.Kafka.</summary>
internal static class KafkaLibrary
{
    /// <summary>Loads it.</summary>
    /// <returns>Its version, such as "2.0.2".</returns>
    /// <exception cref="DllNotFoundException">It is not there; the message tells what to install.</exception>
    public static string EnsureLoaded()
    {
        try
        {
            return Library.VersionString;
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException)
        {
            throw new DllNotFoundException(
                "Kafka needs the native library librdkafka.so.1, which is not there. On Debian, as root: apt-get install -y librdkafka1", error);
        }
    }
}
