using System.Text.Encodings.Web;
using System.Text.Json;

namespace BookRecs.Storage;

/// <summary>
/// Grain state as text: JSON with snake_case names and no type names, so that a renamed type still reads what was written.
/// </summary>
public static class GrainStateJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IncludeFields = true,
    };

    /// <summary>The state as text.</summary>
    public static string Write<T>(T? state) => JsonSerializer.Serialize(state, Options);

    /// <summary>The state from text.</summary>
    /// <exception cref="JsonException">The text is not the state of this type.</exception>
    public static T? Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options);
}
