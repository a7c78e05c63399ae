using System.Text;
using BookRecs.Frontend.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BookRecs.Frontend.OpenApi;

/// <summary>GET /openapi/v1.json, made once, and the page at / that points to it.</summary>
internal sealed class ApiDocumentEndpoint([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    private byte[]? _document;

    public static Task IndexAsync(HttpContext context) => JsonResponse.WriteAsync(
        context,
        StatusCodes.Status200OK,
        """
        BookRecs recommends books.

        GET  /v1/recommendations?user_id=…   what next for this reader
        GET  /v1/items/{item_id}/similar     what is like this book
        POST /v1/transactions                what readers do
        PUT  /v1/items/{item_id}             a book, new or changed
        GET  /openapi/v1.json                every call, with parameters, answers and problems
        GET  /metrics                        figures for Prometheus
        GET  /ready                          whether the service can answer, and what it waits for

        """u8.ToArray(),
        "text/plain; charset=utf-8");

    public async Task DocumentAsync(HttpContext context)
    {
        if (_document is null)
        {
            var document = await provider.GetOpenApiDocumentAsync(context.RequestAborted);
            _document = Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted));
        }
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, _document);
    }
}
