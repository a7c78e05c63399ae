using Microsoft.Extensions.Logging.Console;

namespace BookRecs.Silo.Hosting;

/// <summary>The parts of the host that are the same whatever it serves.</summary>
internal static class SiloBuilding
{
    /// <summary>Where the service listens when neither --urls nor another setting says so.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    private static readonly string[] AddressSettings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>Listens on loopback unless told otherwise.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (AddressSettings.All(setting => string.IsNullOrEmpty(builder.Configuration[setting])))
            builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <summary>One line a message, with date and time (UTC).</summary>
    public static void UseShortLogLines(this WebApplicationBuilder builder) => builder.Logging.ClearProviders().AddSimpleConsole(static console =>
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        console.ColorBehavior = LoggerColorBehavior.Default;
    });
}
