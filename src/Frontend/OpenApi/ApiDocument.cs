using System.Text.Json;
using BookRecs.Frontend.Json;
using Microsoft.OpenApi;

namespace BookRecs.Frontend.OpenApi;

/// <summary>Sets up the OpenAPI document.</summary>
internal static class ApiDocument
{
    /// <summary>The document's name, and its place under /openapi.</summary>
    public const string Name = "v1";

    private const string Introduction =
        "Recommends books. Every body is JSON in UTF-8 with snake_case names; every error is application/problem+json (RFC 9457). "
        + "Ids are 1 to 200 UTF-8 bytes without control characters, and are percent-encoded in paths, also slashes. "
        + "Transactions can be sent again at any time: one counts once for its transaction_id.";

    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            FrontendJson.Configure(json.SerializerOptions);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, FrontendJsonContext.Default);
        });
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddOperationTransformer<OperationTransformer>();
            options.AddSchemaTransformer(static (schema, context, _) =>
            {
                NameNullOnce(schema, context.JsonTypeInfo.Type);
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "BookRecs",
                    Version = Name,
                    Description = Introduction,
                    License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
                };
                document.Servers = [new OpenApiServer { Url = "/" }];
                AddKeys(document);
                return Task.CompletedTask;
            });
        });
        services.AddSingleton<ApiDocumentEndpoint>();
        return services;
    }

    /// <summary>Where a member may be null its schema says so beside the enumeration: with null in both, null would match oneOf twice.</summary>
    private static void NameNullOnce(OpenApiSchema schema, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { IsEnum: true } && schema.Enum is { } values)
            schema.Enum = [.. values.Where(static value => value is not null && value.GetValueKind() != JsonValueKind.Null)];
    }

    private static void AddKeys(OpenApiDocument document)
    {
        const string Bearer = "bearer";
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "The API key, or for POST below /v1/models and PUT below /v1/items the admin key; needed where keys are set.",
        });
        document.Security = [[], new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
    }
}
