using System.CommandLine;
using System.Net.Http.Headers;
using BookRecs.Cli.CommandLine;

namespace BookRecs.Cli.Service;

/// <summary>Where a running service is, and how it is spoken to.</summary>
internal static class ServiceAddress
{
    private const string Default = "http://127.0.0.1:5080";

    /// <summary>The option that names it.</summary>
    public static Option<Uri> Option() => new("--url")
    {
        Description = "The address of the service.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(Default),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            UsageErrors.Refuse(result, $"it must be an address such as {Default}");
            return null!;
        },
    };

    /// <summary>A client for it.</summary>
    /// <param name="url">The address.</param>
    /// <param name="timeout">How long each answer may take.</param>
    /// <param name="key">What to send as bearer token, or null.</param>
    public static HttpClient Connect(Uri url, TimeSpan timeout, string? key = null)
    {
        var http = new HttpClient { BaseAddress = url, Timeout = timeout };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
