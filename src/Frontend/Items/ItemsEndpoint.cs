using System.Diagnostics;
using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Items;

/// <summary>GET /v1/items/{item_id} and /similar: a book, and books like it.</summary>
internal sealed class ItemsEndpoint(IGrainFactory grains, GrainCalls calls, RenderedLists rendered, IOptions<HttpOptions> options)
{
    /// <summary>The place of the item's id in the path.</summary>
    public const int IdSegment = 2;

    private readonly RepeatPolicy _policy = RepeatPolicy.Until(
        TimeSpan.FromMilliseconds(options.Value.ReadDeadlineMilliseconds), TimeSpan.FromMilliseconds(options.Value.RepeatMilliseconds));

    public async Task GetAsync(HttpContext context)
    {
        var problem = PathId.Read(context, IdSegment, "item_id", out var itemId);
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.RepeatAsync(
            "item", _policy, (grains, itemId), static s => s.grains.GetGrain<IBookGrain>(s.itemId).GetAsync());
        if (!answer.IsAnswered)
            await ProblemWriter.WriteAsync(context, Problem.Unavailable("The item"));
        else if (answer.Value is not { } book)
            await ProblemWriter.WriteAsync(context, Unknown(itemId));
        else
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, ItemBody.From(book), FrontendJson.Context.ItemBody);
    }

    public async Task GetSimilarAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        int? limit = null;
        var problem = PathId.Read(context, IdSegment, "item_id", out var itemId) ?? ReadLimit(context, ref limit);
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.RepeatAsync(
            "similar items",
            _policy,
            (grains, itemId, limit: limit ?? RecommendationQuery.DefaultLimit),
            static s => s.grains.GetGrain<IBookGrain>(s.itemId).GetSimilarAsync(s.limit));
        if (!answer.IsAnswered)
            await ProblemWriter.WriteAsync(context, Problem.Unavailable("The list of similar items"));
        else if (answer.Value is not { } list)
            await ProblemWriter.WriteAsync(context, Unknown(itemId));
        else
            await ListResponse.WriteAsync(context, rendered.Get(list, keep: true), started);
    }

    private static Problem? ReadLimit(HttpContext context, ref int? limit)
    {
        var reader = new QueryReader(context.Request.QueryString.Value);
        while (reader.MoveNext())
        {
            var problem = reader.Name is "limit"
                ? reader.ReadOnce("limit", 1, RecommendationQuery.MaxLimit, ref limit)
                : reader.Unknown("limit");
            if (problem is not null)
                return problem;
        }
        return null;
    }

    private static Problem Unknown(string itemId)
    {
        var error = FieldError.Of("item_id", itemId, "must be an item of the catalogue or the log");
        return new Problem(ProblemType.UnknownItem, "Neither the catalogue nor the log knows this item.") { Errors = [error] };
    }
}
