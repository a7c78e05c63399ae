using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>Short ways to ask and to read answers.</summary>
public static class HttpAnswers
{
    public static async Task<JsonNode> GetJsonAsync(this HttpClient http, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return await response.ReadJsonAsync(expected);
    }

    public static async Task<JsonNode> PostJsonAsync(
        this HttpClient http, string path, string? body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await response.ReadJsonAsync(expected);
    }

    public static async Task<JsonNode> PutJsonAsync(
        this HttpClient http, string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PutAsync(path, content, TestContext.Current.CancellationToken);
        return await response.ReadJsonAsync(expected);
    }

    /// <summary>The body, after checking the status and, for a problem, everything that each problem must have.</summary>
    public static async Task<JsonNode> ReadJsonAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == response.StatusCode, $"Expected {(int)expected}, got {(int)response.StatusCode}: {text}");
        var json = JsonNode.Parse(text)!;
        if ((int)expected < 400)
            return json;
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("urn:bookrecs:problem:", (string)json["type"]!);
        Assert.Equal((int)expected, (int)json["status"]!);
        Assert.NotEmpty((string)json["title"]!);
        Assert.NotEmpty((string)json["detail"]!);
        Assert.StartsWith("/", (string)json["instance"]!);
        Assert.Matches("^[0-9a-f]{32}$", (string)json["trace_id"]!);
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), (string)json["request_id"]!);
        return json;
    }
}
