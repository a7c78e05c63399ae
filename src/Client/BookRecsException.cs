using System.Net;

namespace BookRecs.Client;

/// <summary>The service answered with a problem.</summary>
/// <param name="problem">The problem details.</param>
/// <param name="retryAfter">After which time a repeat may succeed, or null.</param>
public sealed class BookRecsException(Problem problem, TimeSpan? retryAfter)
    : Exception($"{problem.Status} {problem.Title} {problem.Detail} (request {problem.RequestId ?? "unknown"})")
{
    /// <summary>The problem details.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>After which time a repeat may succeed, or null when it would fail again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Problem.Status;
}
