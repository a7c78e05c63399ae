using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Requests;

namespace BookRecs.Frontend.Problems;

/// <summary>Writes a problem as application/problem+json.</summary>
internal static class ProblemWriter
{
    private const int MaxInstanceLength = 200;

    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Type.Status;
        response.ContentType = "application/problem+json";
        if (problem.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var document = new ProblemDocument(
            problem.Type.Urn, problem.Type.Title, problem.Type.Status, problem.Detail, Instance(context), TraceId(context), context.TraceIdentifier)
        {
            Errors = problem.Errors,
            Transactions = problem.Transactions,
            Checks = problem.Checks,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(document, FrontendJson.Context.ProblemDocument);
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    /// <summary>The trace id of the current activity, of the caller's traceparent header, or a new one.</summary>
    public static string TraceId(HttpContext context)
    {
        if (Activity.Current is { } activity)
            return activity.TraceId.ToHexString();
        return ActivityContext.TryParse(context.Request.Headers.TraceParent, null, out var parent)
            ? parent.TraceId.ToHexString()
            : ActivityTraceId.CreateRandom().ToHexString();
    }

    private static string Instance(HttpContext context)
    {
        var path = RawPath.Of(context);
        return path.Length <= MaxInstanceLength ? path.ToString() : string.Concat(path[..MaxInstanceLength], "…");
    }
}
