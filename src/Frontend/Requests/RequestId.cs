namespace BookRecs.Frontend.Requests;

/// <summary>The id that joins a request, its answer and what is logged of it.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    /// <summary>The longest id that is taken from a caller, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Takes the caller's id when it is 1 to 64 visible ASCII characters, otherwise keeps the server's own, and answers with it.</summary>
    public static void Assign(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        if (sent.Count == 1 && sent[0] is { Length: > 0 and <= MaxLength } id && !id.AsSpan().ContainsAnyExceptInRange('!', '~'))
            context.TraceIdentifier = id;
        context.Response.Headers[Header] = context.TraceIdentifier;
    }
}
