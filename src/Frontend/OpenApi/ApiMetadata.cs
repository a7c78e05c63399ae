using System.Reflection;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace BookRecs.Frontend.OpenApi;

/// <summary>Attaches an operation's description to its route, and what follows from it.</summary>
internal static class ApiMetadata
{
    // The API explorer lists only routes that name a method; theirs take a plain HttpContext, so any one will do.
    private static readonly MethodInfo Handler =
        typeof(ApiMetadata).GetMethod(nameof(Handle), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static IEndpointConventionBuilder Describe(this IEndpointConventionBuilder route, ApiOperation operation)
    {
        route.WithMetadata(Handler, operation)
            .WithMetadata(new ProducesResponseTypeMetadata(operation.Status, operation.Response, [operation.ContentType]))
            .WithName(operation.Id)
            .WithTags(operation.Tag)
            .WithSummary(operation.Summary)
            .WithDescription(operation.Description);
        if (operation.OtherStatus is { } other)
            route.WithMetadata(new ProducesResponseTypeMetadata(other, operation.Response, [operation.ContentType]));
        foreach (var status in operation.Problems.Select(p => p.Status).Distinct())
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), ["application/problem+json"]));
        if (operation.Request is { } request)
            route.WithMetadata(new AcceptsMetadata(["application/json"], request));
        if (operation.RefusesAnyQuery)
            route.Add(static endpoint => endpoint.RequestDelegate = QueryReader.RefuseAny(endpoint.RequestDelegate!));
        return route;
    }

    private static Task Handle(HttpContext context) => Task.FromResult(context);
}
