using System.Text.Json;
using BookRecs.Frontend.Json;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Recommendations;

/// <summary>The JSON of a list around the two values that differ between requests: the request id and the time it took.</summary>
internal sealed class RenderedList
{
    private RenderedList(RecommendationList list, byte[] head, byte[] tail)
    {
        List = list;
        Head = head;
        Tail = tail;
    }

    /// <summary>The list that this is the JSON of.</summary>
    public RecommendationList List { get; }

    /// <summary>From the opening brace to the quote before the request id.</summary>
    public byte[] Head { get; }

    /// <summary>From the quote after the request id to the colon before the milliseconds.</summary>
    public byte[] Tail { get; }

    public static RenderedList Of(RecommendationList list)
    {
        using var head = new MemoryStream(4_096);
        head.Write("""{"items":"""u8);
        JsonSerializer.Serialize(head, RecommendedItemBody.From(list), FrontendJson.Context.RecommendedItemBodyArray);
        head.Write(",\"meta\":{\"request_id\":\""u8);

        using var tail = new MemoryStream(160);
        tail.Write("\",\"model_version\":"u8);
        JsonSerializer.Serialize(tail, list.ModelVersion, FrontendJson.Context.String);
        tail.Write(""","variant":null,"fallback":"""u8);
        tail.Write(list.FallbackReason is null ? "false"u8 : "true"u8);
        tail.Write(""","fallback_reason":"""u8);
        JsonSerializer.Serialize(tail, list.FallbackReason, FrontendJson.Context.NullableFallbackReason);
        tail.Write(""","took_ms":"""u8);
        return new RenderedList(list, head.ToArray(), tail.ToArray());
    }
}
