using System.Text.Json;

namespace BookRecs.Grains.Tests.Topics;

/// <summary>Checks values against the part of JSON Schema that docs/asyncapi.v1.json uses; another keyword fails the test that meets it.</summary>
internal static class JsonSchema
{
    /// <summary>What of a value breaks the schema; empty when nothing does.</summary>
    public static IReadOnlyList<string> Check(JsonElement schema, JsonElement value, string path = "$")
    {
        var broken = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            var holds = keyword.Name switch
            {
                "description" or "properties" or "items" or "additionalProperties" => true,
                "type" => Types(rule).Any(type => IsOf(type, value)),
                "const" => JsonElement.DeepEquals(rule, value),
                "enum" => rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
                "required" => value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
                "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(),
                "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.GetInt32(),
                "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
                "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
                "exclusiveMaximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() < rule.GetDouble(),
                "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
                "format" => value.ValueKind != JsonValueKind.String || value.TryGetDateTimeOffset(out _),
                _ => throw new InvalidOperationException($"{path} uses '{keyword.Name}', which {nameof(JsonSchema)} does not know: add it here"),
            };
            if (!holds)
                broken.Add($"{path} is {value.GetRawText()}; {keyword.Name} is {rule.GetRawText()}");
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (value.TryGetProperty(property.Name, out var member))
                    broken.AddRange(Check(property.Value, member, $"{path}.{property.Name}"));
            }
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            broken.AddRange(value.EnumerateArray().SelectMany((item, place) => Check(items, item, $"{path}[{place}]")));
        return broken;
    }

    private static IEnumerable<string> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(type => type.GetString()!) : [rule.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidOperationException($"'{type}' is no type of JSON"),
    };
}
