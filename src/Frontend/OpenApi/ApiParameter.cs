using System.Globalization;
using System.Text.Json.Nodes;
using BookRecs.Grains.Interfaces.Transactions;
using Microsoft.OpenApi;

namespace BookRecs.Frontend.OpenApi;

/// <summary>A parameter as the OpenAPI document shows it.</summary>
internal sealed record ApiParameter(
    string Name, ParameterLocation In, bool Required, string Description, OpenApiSchema Schema, string Example)
{
    public static ApiParameter PathId(string name, string description) =>
        new(name, ParameterLocation.Path, true, description, Id(), "42");

    public static ApiParameter QueryId(string name, string description) =>
        new(name, ParameterLocation.Query, true, description, Id(), "42");

    public static ApiParameter Limit(int defaultLimit, int maxLimit) => new(
        "limit",
        ParameterLocation.Query,
        false,
        "How many at most.",
        new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = maxLimit.ToString(CultureInfo.InvariantCulture),
            Default = JsonValue.Create(defaultLimit),
        },
        defaultLimit.ToString(CultureInfo.InvariantCulture));

    public OpenApiParameter ToOpenApi() => new()
    {
        Name = Name,
        In = In,
        Required = Required,
        Description = Description,
        Schema = Schema,
        Example = Schema.Type == JsonSchemaType.Integer ? JsonNode.Parse(Example) : JsonValue.Create(Example),
    };

    private static OpenApiSchema Id() => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdRule.MaxBytes };
}
