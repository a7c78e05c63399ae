using System.Net;

namespace Orleans.Runtime;

/// <summary>The address of a silo. This runtime has one silo and no network, so there is one address.</summary>
public sealed class SiloAddress
{
    private SiloAddress()
    {
    }

    /// <summary>The address of the one silo: port 0 of the loopback interface.</summary>
    public static SiloAddress Zero { get; } = new();

    /// <summary>The network address, which nothing listens on.</summary>
    public IPEndPoint Endpoint { get; } = new(IPAddress.Loopback, 0);

    /// <inheritdoc/>
    public override string ToString() => $"S{Endpoint}:0";
}
