using System.Diagnostics;
using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Users;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Recommendations;

/// <summary>GET /v1/recommendations: the user's grain within the deadline, otherwise the popular list.</summary>
internal sealed class RecommendationsEndpoint(
    IGrainFactory grains,
    GrainCalls calls,
    RenderedLists rendered,
    HeldLists held,
    FrontendMetrics metrics,
    IOptions<HttpOptions> options)
{
    private readonly RepeatPolicy _policy = RepeatPolicy.Once(TimeSpan.FromMilliseconds(options.Value.DeadlineMilliseconds));
    private readonly RepeatPolicy _fallbackPolicy = RepeatPolicy.Once(TimeSpan.FromMilliseconds(options.Value.FallbackDeadlineMilliseconds));

    public Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var problem = RecommendationsRequest.Read(context.Request.QueryString.Value, out var request);
        if (problem is not null)
            return ProblemWriter.WriteAsync(context, problem);
        var answer = calls.RepeatAsync(
            "recommendations",
            _policy,
            (grains, request),
            static s => s.grains.GetGrain<IUserGrain>(s.request.UserId).GetRecommendationsAsync(s.request.Query));
        return answer.IsCompletedSuccessfully && answer.Result is { IsAnswered: true, Value: { } list }
            ? WriteAsync(context, list, request.Query, started)
            : FinishAsync(context, answer, request.Query, started);
    }

    private async Task FinishAsync(
        HttpContext context, ValueTask<GrainAnswer<RecommendationList>> pending, RecommendationQuery query, long started)
    {
        var answer = await pending;
        if (!answer.IsAnswered)
        {
            var reason = answer.Outcome == GrainCallOutcome.Late ? FallbackReason.Deadline : FallbackReason.Unavailable;
            if (held.Find(query, reason) is { } substitute)
            {
                metrics.CountList(substitute.FallbackReason);
                await ListResponse.WriteAsync(context, rendered.Get(substitute, keep: false), started);
                return;
            }
            answer = await calls.RepeatAsync(
                "popular list",
                _fallbackPolicy,
                (grains, query, reason),
                static s => s.grains.GetGrain<IFallbackGrain>("popular").GetPopularAsync(s.query, s.reason));
        }
        await (answer.Value is { } list
            ? WriteAsync(context, list, query, started)
            : ProblemWriter.WriteAsync(context, Problem.Unavailable("Neither a personal nor the popular list")));
    }

    private Task WriteAsync(HttpContext context, RecommendationList list, RecommendationQuery query, long started)
    {
        metrics.CountList(list.FallbackReason);

        // A list with exclusions is hardly asked for twice; keeping it would only push out one that is.
        var keep = query.Exclude.IsEmpty;
        return ListResponse.WriteAsync(context, rendered.Get(list, keep), started);
    }
}
