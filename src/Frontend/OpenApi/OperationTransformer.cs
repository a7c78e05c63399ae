using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BookRecs.Frontend.OpenApi;

/// <summary>
/// Adds to an operation what the routes cannot tell: parameters with bounds, examples, headers and the problems of each status.
/// </summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Single();
        operation.Parameters = [.. description.Parameters.Select(p => p.ToOpenApi())];
        if (operation.RequestBody is OpenApiRequestBody body && description.RequestExample is { } example)
        {
            body.Required = true;
            foreach (var media in body.Content!.Values)
                media.Example = JsonNode.Parse(example);
        }
        foreach (var (status, response) in operation.Responses!)
        {
            if (response is not OpenApiResponse answer)
                continue;
            answer.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["X-Request-Id"] = Header("The request id: the caller's, or a new one."),
            };
            var code = int.Parse(status, CultureInfo.InvariantCulture);
            if (code == description.Status)
                Succeed(answer, description, description.ResponseDescription);
            else if (code == description.OtherStatus)
                Succeed(answer, description, description.OtherDescription);
            else
                Fail(answer, [.. description.Problems.Where(p => p.Status.ToString(CultureInfo.InvariantCulture) == status)]);
        }
        return Task.CompletedTask;
    }

    private static void Succeed(OpenApiResponse answer, ApiOperation description, string? meaning)
    {
        answer.Description = meaning;
        foreach (var media in answer.Content!.Values)
        {
            media.Example = description.ContentType == "application/json"
                ? JsonNode.Parse(description.ResponseExample)
                : JsonValue.Create(description.ResponseExample);
        }
    }

    private static void Fail(OpenApiResponse answer, ProblemType[] problems)
    {
        answer.Description = string.Join(" Or: ", problems.Select(p => p.Title));
        if (problems.Any(p => p.Status is 429 or 503))
            answer.Headers!["Retry-After"] = Header("Seconds after which a repeat may succeed.");
        foreach (var media in answer.Content!.Values)
        {
            media.Examples = problems.ToDictionary(
                p => p.Name, IOpenApiExample (p) => new OpenApiExample { Summary = p.Title, Value = Example(p) });
        }
    }

    private static JsonNode? Example(ProblemType problem)
    {
        var document = new ProblemDocument(
            problem.Urn,
            problem.Title,
            problem.Status,
            "What happened this time.",
            "/v1/…",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "0HNE5K2A7Q1JB:00000001")
        {
            Errors = problem.Status == 400 ? [new FieldError("limit", "0", "must be a whole number from 1 to 100")] : null,
        };
        return JsonSerializer.SerializeToNode(document, FrontendJson.Context.ProblemDocument);
    }

    private static OpenApiHeader Header(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
