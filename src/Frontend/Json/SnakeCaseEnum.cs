using System.Text.Json;
using System.Text.Json.Serialization;

namespace BookRecs.Frontend.Json;

/// <summary>Writes an enum as its name in snake_case.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
