using BookRecs.Silo.Settings;

namespace BookRecs.Silo.Hosting;

/// <summary>The command line: settings only, each as <c>--NAME VALUE</c> or <c>--NAME=VALUE</c>, or a question for help.</summary>
internal static class CommandLineArguments
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help =
        $"""
        BookRecs: recommendations for a book shop, over HTTP.

        Usage: dotnet run -c Release --project src/Silo -- [--NAME VALUE]...

          --urls URL                     where it listens [default: {SiloBuilding.DefaultAddress}]
          --BookRecs:Storage:Path FILE   the shop; made when it is not there [default: data/shop.db]
          --BookRecs:Models:Path DIR     the models [default: data/models]

        docs/settings.md lists every setting. Exit codes: 0 stopped, 1 failed, 2 bad settings.
        """;

    // Settings of the host and the server that no section of BookRecs holds; names with a colon are sections.
    private static readonly string[] HostSettings =
    [
        WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, WebHostDefaults.ShutdownTimeoutKey,
        WebHostDefaults.EnvironmentKey, WebHostDefaults.ContentRootKey, WebHostDefaults.ApplicationKey,
    ];

    private static readonly string[] Sections = [$"{KnownSettings.Root}:", "Kestrel:", "Logging:", "Orleans:"];

    /// <summary>Whether help is asked for.</summary>
    public static bool AskForHelp(IEnumerable<string> args) => args.Any(static arg => arg is "--help" or "-h" or "-?");

    /// <summary>Finds arguments that the configuration would pass over in silence.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>One message for each.</returns>
    public static IEnumerable<string> FindUnknown(IReadOnlyList<string> args)
    {
        for (var index = 0; index < args.Count; index++)
        {
            var argument = args[index];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                yield return $"'{argument}' is not a setting; it must be --NAME VALUE or --NAME=VALUE (see --help)";
                continue;
            }

            var name = argument.Split('=')[0];
            if (!IsKnown(name[2..]))
                yield return $"{name} is not a setting; it must be --urls or begin with --{KnownSettings.Root}: (see --help)";
            if (name.Length == argument.Length && ++index == args.Count)
                yield return $"{name} has no value";
        }
    }

    private static bool IsKnown(string name) =>
        HostSettings.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));
}
