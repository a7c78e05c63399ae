using System.Net;
using BookRecs.Frontend.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Security;

/// <summary>
/// Refuses a start that would open the service to a network without keys: once for the addresses in the settings, before the server
/// listens, and once for those it really took, which code may have added.
/// </summary>
internal sealed class ListenGuard(IServer server, IConfiguration configuration, IOptions<SecurityOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Check(Configured());
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Check(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether only this machine can reach an address such as http://127.0.0.1:5080.</summary>
    internal static bool IsLoopback(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            // The server itself refuses what is no address, with a better message.
            return true;
        }
        if (address.IsUnixPipe || address.IsNamedPipe || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
    }

    private IEnumerable<string> Configured()
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        var kestrel = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? "");
        var ports = $"{configuration[WebHostDefaults.HttpPortsKey]};{configuration[WebHostDefaults.HttpsPortsKey]}";
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(kestrel.Where(url => url.Length > 0))
            .Concat(urls.Length > 0 ? [] : ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"http://*:{port}"))
            .Concat(bound);
    }

    private void Check(IEnumerable<string> urls)
    {
        var missing = new List<string>();
        if (options.Value.ApiKey is null)
            missing.Add("ApiKey");
        if (options.Value.AdminKey is null)
            missing.Add("AdminKey");
        if (missing.Count == 0 || urls.FirstOrDefault(url => !IsLoopback(url)) is not { } open)
            return;
        var failures = missing.Select(key =>
            $"{SecurityOptions.Section}:{key} is not set; it must be set ({SecurityOptions.MinKeyLength} characters or more, for instance by the "
            + $"environment variable BookRecs__Security__{key}) because {open} is not a loopback address. "
            + "Without keys, listen on a loopback address such as http://127.0.0.1:5080.");
        throw new OptionsValidationException(nameof(SecurityOptions), typeof(SecurityOptions), failures);
    }
}
