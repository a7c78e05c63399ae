using System.Buffers;
using System.Globalization;
using BookRecs.Frontend.Problems;
using Microsoft.Net.Http.Headers;

namespace BookRecs.Frontend.Requests;

/// <summary>A whole request body in a pooled buffer, or why it was not read.</summary>
internal readonly struct JsonBody : IDisposable
{
    private const int FirstBuffer = 4_096;
    private readonly byte[]? _buffer;
    private readonly int _length;

    private JsonBody(byte[]? buffer, int length, Problem? problem)
    {
        _buffer = buffer;
        _length = length;
        Problem = problem;
    }

    /// <summary>Why there are no bytes, or null.</summary>
    public Problem? Problem { get; }

    /// <summary>The bytes; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads at most a number of bytes; a longer body is not kept.</summary>
    public static async Task<JsonBody> ReadAsync(HttpContext context, int maxBytes)
    {
        var request = context.Request;
        if (RefuseType(request) is { } unsupported)
            return new JsonBody(null, 0, unsupported);
        if (request.ContentLength > maxBytes)
            return new JsonBody(null, 0, TooLarge(maxBytes, request.ContentLength));
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(maxBytes + 1L, (request.ContentLength ?? FirstBuffer) + 1));
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted);
            length += read;
            if (length > maxBytes)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return new JsonBody(null, 0, TooLarge(maxBytes, null));
            }
            if (read == 0)
                return new JsonBody(buffer, length, null);
            if (length < buffer.Length)
                continue;
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(maxBytes + 1L, buffer.Length * 2L));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    private static Problem? RefuseType(HttpRequest request)
    {
        var sent = request.ContentType;
        if (!MediaTypeHeaderValue.TryParse(sent, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                && !type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)))
        {
            return Unsupported("Content-Type", sent, "must be application/json in UTF-8");
        }
        var encoding = request.Headers.ContentEncoding.ToString();
        return encoding is "" or "identity" ? null : Unsupported("Content-Encoding", encoding, "must be absent: bodies are not decompressed");
    }

    private static Problem Unsupported(string field, string? value, string rule) =>
        new(ProblemType.UnsupportedMediaType, $"{field} {rule}.") { Errors = [FieldError.Of(field, value, rule)] };

    private static Problem TooLarge(int maxBytes, long? length)
    {
        var value = length is { } bytes ? bytes.ToString(CultureInfo.InvariantCulture) + " bytes" : null;
        var rule = string.Create(CultureInfo.InvariantCulture, $"must have at most {maxBytes} bytes");
        return new Problem(ProblemType.BodyTooLarge, $"The body {rule}; send several smaller ones.") { Errors = [FieldError.Of("body", value, rule)] };
    }
}
