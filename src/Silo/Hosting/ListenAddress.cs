using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BookRecs.Silo.Hosting;

/// <summary>Where the service can be reached.</summary>
internal static class ListenAddress
{
    /// <summary>The first address the service listens at, as a caller on this machine writes it.</summary>
    public static string Of(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? Reachable(address)
        : "an unknown address";

    /// <summary>An address with a host that a caller can use where the service listens on all of them.</summary>
    internal static string Reachable(string address) => address
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
        .Replace("://*", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .TrimEnd('/');
}
