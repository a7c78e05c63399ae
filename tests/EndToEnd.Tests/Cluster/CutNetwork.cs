using System.Diagnostics;

namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>A network namespace with one cable to this machine, which can be pulled. Needs root and iproute2.</summary>
internal sealed class CutNetwork : IAsyncDisposable
{
    /// <summary>The address of what runs within.</summary>
    public const string Inside = "10.213.77.2";

    /// <summary>The address of this machine on the cable.</summary>
    public const string Outside = "10.213.77.1";

    private const string Name = "bookrecs-test";
    private const string OuterEnd = "bookrecs0";
    private const string InnerEnd = "bookrecs1";

    private CutNetwork()
    {
    }

    /// <summary>What a command begins with to run within.</summary>
    public static string[] Within { get; } = ["ip", "netns", "exec", Name];

    /// <summary>Makes it; what an interrupted run left behind is removed first.</summary>
    public static async Task<CutNetwork> MakeAsync()
    {
        await RemoveAsync();
        await RunAsync("netns", "add", Name);
        await RunAsync("link", "add", OuterEnd, "type", "veth", "peer", "name", InnerEnd, "netns", Name);
        await RunAsync("addr", "add", $"{Outside}/30", "dev", OuterEnd);
        await RunAsync("link", "set", OuterEnd, "up");
        await RunAsync("-n", Name, "addr", "add", $"{Inside}/30", "dev", InnerEnd);
        await RunAsync("-n", Name, "link", "set", InnerEnd, "up");
        await RunAsync("-n", Name, "link", "set", "lo", "up");
        return new CutNetwork();
    }

    /// <summary>Pulls the cable: packets are lost, and nobody is told.</summary>
    public Task CutAsync() => RunAsync("-n", Name, "link", "set", InnerEnd, "down");

    /// <summary>Puts the cable back.</summary>
    public Task MendAsync() => RunAsync("-n", Name, "link", "set", InnerEnd, "up");

    public async ValueTask DisposeAsync() => await RemoveAsync();

    private static async Task RemoveAsync()
    {
        await TryAsync("link", "del", OuterEnd);
        await TryAsync("netns", "del", Name);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var (code, error) = await TryAsync(arguments);
        Assert.True(code == 0, $"'ip {string.Join(' ', arguments)}' failed; it needs root (CAP_NET_ADMIN) and iproute2: {error}");
    }

    private static async Task<(int Code, string Error)> TryAsync(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        return (ip.ExitCode, error);
    }
}
