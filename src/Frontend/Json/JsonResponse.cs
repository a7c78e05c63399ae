using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BookRecs.Frontend.Json;

/// <summary>Writes a body whole, with its length.</summary>
internal static class JsonResponse
{
    public static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> type) =>
        WriteAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(body, type));

    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body, string contentType = "application/json; charset=utf-8")
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
