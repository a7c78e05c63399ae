using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Users;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Users;

/// <summary>GET /v1/users/{user_id}/history: what the log holds of a user; nothing, for a user it does not know.</summary>
internal sealed class HistoryEndpoint(IGrainFactory grains, GrainCalls calls, IOptions<HttpOptions> options)
{
    /// <summary>The acts of a page where a request names no limit.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most acts of a page.</summary>
    public const int MaxLimit = 1_000;

    private const int IdSegment = 2;
    private const int MaxCursorLength = 512;
    private const string CursorRule = "must be the next_cursor of an earlier page of this user";
    private readonly RepeatPolicy _policy = RepeatPolicy.Until(
        TimeSpan.FromMilliseconds(options.Value.ReadDeadlineMilliseconds), TimeSpan.FromMilliseconds(options.Value.RepeatMilliseconds));

    public async Task HandleAsync(HttpContext context)
    {
        int? limit = null;
        string? cursor = null;
        var problem = PathId.Read(context, IdSegment, "user_id", out var userId)
            ?? ReadQuery(context.Request.QueryString.Value, ref limit, ref cursor);
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.RepeatAsync(
            "history",
            _policy,
            (grains, userId, cursor, limit: limit ?? DefaultLimit),
            static s => s.grains.GetGrain<IUserGrain>(s.userId).GetHistoryAsync(s.cursor, s.limit));
        if (!answer.IsAnswered)
        {
            await ProblemWriter.WriteAsync(context, Problem.Unavailable("The history"));
        }
        else if (answer.Value is not { } page)
        {
            await ProblemWriter.WriteAsync(context, Problem.InvalidParameter("cursor", cursor, CursorRule));
        }
        else
        {
            var body = new HistoryBody([.. page.Transactions.Select(TransactionBody.From)], page.NextCursor, page.Total);
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, body, FrontendJson.Context.HistoryBody);
        }
    }

    private static Problem? ReadQuery(string? query, ref int? limit, ref string? cursor)
    {
        var reader = new QueryReader(query);
        while (reader.MoveNext())
        {
            var problem = reader.Name switch
            {
                "limit" => reader.ReadOnce("limit", 1, MaxLimit, ref limit),
                "cursor" => reader.ReadOnce("cursor", ref cursor),
                _ => reader.Unknown("limit and cursor"),
            };
            if (problem is not null)
                return problem;
        }
        return cursor is { Length: 0 or > MaxCursorLength } ? Problem.InvalidParameter("cursor", cursor, CursorRule) : null;
    }
}
