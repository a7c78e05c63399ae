namespace BookRecs.Load;

/// <summary>A minimal ASP.NET endpoint that answers every request with the same recorded bytes.</summary>
internal static class BareEndpoint
{
    public static async Task<int> RunAsync(string url, string bodyFile)
    {
        var body = await File.ReadAllBytesAsync(bodyFile);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet("/v1/recommendations", () => Results.Bytes(body, "application/json; charset=utf-8"));
        await app.RunAsync();
        return 0;
    }
}
