using System.Diagnostics;

namespace BookRecs.EndToEnd.Tests;

/// <summary>
/// How the silos of these tests talk: in process, or, with BOOKRECS_TEST_MESSAGING=kafka, over a broker that is started for the tests, with
/// topics named after the shop's folder.
/// </summary>
internal static class ShopTopics
{
    private const string Variable = "BOOKRECS_TEST_MESSAGING";

    /// <summary>True when the silos talk over Kafka.</summary>
    public static readonly bool UsesKafka = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "in_process" => false,
        "kafka" => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it must be in_process or kafka."),
    };

    private static readonly Lazy<Task<KafkaBroker>> Shared = new(KafkaBroker.StartAsync);

    /// <summary>Points a silo to the folder's topics. A test that names a transport is about it, whatever the others use.</summary>
    public static void Choose(string folder, IReadOnlyCollection<string> settings, ProcessStartInfo silo)
    {
        if (!UsesKafka || settings.Any(static setting => setting.StartsWith("--BookRecs:Messaging:", StringComparison.Ordinal)))
            return;
        foreach (var setting in SettingsOf(Shared.Value.GetAwaiter().GetResult(), folder))
            silo.ArgumentList.Add(setting);
    }

    /// <summary>The settings of a silo that talks over a broker, with topics of the folder's own.</summary>
    public static string[] SettingsOf(KafkaBroker broker, string folder) =>
    [
        "--BookRecs:Messaging:Transport=kafka",
        $"--BookRecs:Messaging:Kafka:Brokers={broker.Address}",
        $"--BookRecs:Messaging:Kafka:TopicPrefix={PrefixOf(folder)}",
        $"--BookRecs:Messaging:Kafka:Group={PrefixOf(folder)}silo",

        // A consumer that was killed keeps the next one waiting for so long.
        "--BookRecs:Messaging:Kafka:SessionTimeoutMilliseconds=4000",
        "--BookRecs:Messaging:Kafka:CommitIntervalMilliseconds=200",
    ];

    /// <summary>What the names of the folder's topics begin with.</summary>
    public static string PrefixOf(string folder) => Path.GetFileName(folder) + ".";

    /// <summary>Stops the broker, if there is one.</summary>
    public static async ValueTask CloseAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value).DisposeAsync();
    }
}
