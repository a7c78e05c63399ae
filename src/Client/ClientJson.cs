using System.Text.Encodings.Web;
using System.Text.Json;

namespace BookRecs.Client;

/// <summary>The serialisers of the client.</summary>
internal static class ClientJson
{
    /// <summary>Writes letters of any language as they are.</summary>
    public static ClientJsonContext Context { get; } =
        new(new JsonSerializerOptions(ClientJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
