using System.Security.Cryptography;
using System.Text;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Security;

/// <summary>Decides whether a request may pass: by key where keys are set, by host name and origin where none is.</summary>
internal sealed class Gatekeeper
{
    private const string Scheme = "Bearer ";
    private const string BasicScheme = "Basic ";
    private readonly byte[]? _apiKey;
    private readonly byte[]? _adminKey;
    private readonly bool _checksHost;
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase) { "127.0.0.1", "localhost", "[::1]", "::1" };

    public Gatekeeper(IOptions<SecurityOptions> options)
    {
        _apiKey = Digest(options.Value.ApiKey);
        _adminKey = Digest(options.Value.AdminKey);
        _checksHost = _apiKey is null || options.Value.AllowedHosts.Count > 0;
        _hosts.UnionWith(options.Value.AllowedHosts);
    }

    /// <summary>Why the request may not pass, or null.</summary>
    public Problem? Refuse(HttpContext context, Access access)
    {
        if (ReferenceEquals(access, Access.Open))
            return null;
        if (_checksHost && RefuseHost(context.Request) is { } foreign)
            return foreign;
        var isPage = ReferenceEquals(access, Access.AdminPage);
        var needed = isPage || ReferenceEquals(access, Access.Admin) ? _adminKey ?? _apiKey : _apiKey;
        if (needed is null || (isPage && HasPassword(context.Request, needed)) || RefuseKey(context, needed) is not { } refusal)
            return null;
        if (isPage)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"BookRecs: the admin key as password\", charset=\"UTF-8\"";
        return refusal;
    }

    private Problem? RefuseHost(HttpRequest request)
    {
        var host = request.Host.Host;
        if (!_hosts.Contains(host))
        {
            var error = FieldError.Of(
                "Host", host, $"must be 127.0.0.1, localhost, [::1] or listed in {SecurityOptions.Section}:AllowedHosts");
            return new Problem(ProblemType.ForeignHost, $"{error.Field} {error.Rule}.") { Errors = [error] };
        }
        // A page of another site can send a form here without asking first; the browser then names that site.
        if (_apiKey is null && !HttpMethods.IsGet(request.Method) && request.Headers.Origin is [{ } origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && _hosts.Contains(uri.Host)))
        {
            var error = FieldError.Of("Origin", origin, "must name a host that this service answers to");
            return new Problem(ProblemType.ForeignOrigin, $"{error.Field} {error.Rule}.") { Errors = [error] };
        }
        return null;
    }

    private Problem? RefuseKey(HttpContext context, byte[] needed)
    {
        Span<byte> sent = stackalloc byte[SHA256.HashSizeInBytes];
        if (context.Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && header.Length <= Scheme.Length + 512
            && TryDigest(header.AsSpan(Scheme.Length).Trim(), sent))
        {
            if (Matches(sent, needed) || Matches(sent, _adminKey))
                return null;
            if (Matches(sent, _apiKey))
                return new Problem(ProblemType.AdminKeyRequired, "The key that was sent may not change models or the catalogue; send the admin key.");
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(ProblemType.KeyRequired, "Send the key as 'Authorization: Bearer …'.")
        {
            Errors = [new FieldError("Authorization", null, "must be 'Bearer ' and a key of this service")],
        };
    }

    // A browser sends what its user typed as "name:password" in Base64; the name does not matter.
    private static bool HasPassword(HttpRequest request, byte[] needed)
    {
        if (request.Headers.Authorization is not [{ } header]
            || !header.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)
            || header.Length > BasicScheme.Length + 2_048)
        {
            return false;
        }
        Span<byte> pair = stackalloc byte[1_536];
        if (!Convert.TryFromBase64Chars(header.AsSpan(BasicScheme.Length).Trim(), pair, out var length))
            return false;
        var password = pair[..length];
        password = password[(password.IndexOf((byte)':') + 1)..];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, digest);
        return Matches(digest, needed);
    }

    private static bool Matches(ReadOnlySpan<byte> sent, byte[]? key) =>
        key is not null && CryptographicOperations.FixedTimeEquals(sent, key);

    // Digests of equal length let the comparison take the same time whatever was sent.
    private static byte[]? Digest(string? key) => key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static bool TryDigest(ReadOnlySpan<char> key, Span<byte> digest)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(512)];
        var length = Encoding.UTF8.GetBytes(key, bytes);
        return SHA256.TryHashData(bytes[..length], digest, out _);
    }
}
