using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;

namespace BookRecs.Frontend.Recommendations;

/// <summary>Writes a rendered list with the request's own id and time.</summary>
internal static class ListResponse
{
    private const int MaxNumberBytes = 32;

    /// <param name="context">The request.</param>
    /// <param name="list">The rendered list.</param>
    /// <param name="started">The timestamp at which work on the request began.</param>
    public static Task WriteAsync(HttpContext context, RenderedList list, long started)
    {
        Span<byte> took = stackalloc byte[MaxNumberBytes];
        Utf8Formatter.TryFormat(Stopwatch.GetElapsedTime(started).TotalMilliseconds, took, out var tookLength, new StandardFormat('F', 3));

        // A request id is visible ASCII: at worst every character needs a backslash.
        var id = context.TraceIdentifier;
        Span<byte> idBytes = stackalloc byte[2 * Math.Max(id.Length, 1)];
        var idLength = Escape(id, idBytes);

        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = list.Head.Length + idLength + list.Tail.Length + tookLength + 2;
        PipeWriter body = response.BodyWriter;
        body.Write(list.Head);
        body.Write(idBytes[..idLength]);
        body.Write(list.Tail);
        body.Write(took[..tookLength]);
        body.Write("}}"u8);
        return Flush(body);
    }

    private static int Escape(string id, Span<byte> bytes)
    {
        if (!id.AsSpan().ContainsAny('"', '\\'))
            return Encoding.ASCII.GetBytes(id, bytes);
        var length = 0;
        foreach (var c in id)
        {
            if (c is '"' or '\\')
                bytes[length++] = (byte)'\\';
            bytes[length++] = (byte)c;
        }
        return length;
    }

    private static Task Flush(PipeWriter body)
    {
        var flush = body.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
            return flush.AsTask();
        _ = flush.Result;
        return Task.CompletedTask;
    }
}
