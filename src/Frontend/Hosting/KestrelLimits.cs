using BookRecs.Frontend.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Hosting;

/// <summary>Bounds what the server takes before any code of ours sees a request.</summary>
internal sealed class KestrelLimits(IOptions<HttpOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    // Ten thousand four-byte characters, percent-encoded, still get an answer that names the rule.
    private const int MaxRequestLineBytes = 128 * 1024;

    // A body over our own bound but below this one is drained, so that the caller reads its 413 instead of a reset connection.
    private const long MaxDrainedBodyBytes = 64 * 1024 * 1024;

    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
        server.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        server.Limits.MaxRequestBodySize = MaxDrainedBodyBytes;
    }
}
