using System.Text.Json.Nodes;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>Short ways through documents of YAML.</summary>
internal static class JsonPaths
{
    /// <summary>The node at a path such as spec.template, or null where it ends before.</summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (at, name) => (at as JsonObject)?[name]);

    /// <summary>The text at a path, or null.</summary>
    public static string? TextAt(this JsonNode? node, string path) => (string?)node.At(path);

    /// <summary>The number at a path; fails when there is none.</summary>
    public static int NumberAt(this JsonNode? node, string path)
    {
        var text = node.TextAt(path);
        Assert.True(int.TryParse(text, out var number), $"{path} is '{text}'; it must be a whole number.");
        return number;
    }

    /// <summary>The elements of the list at a path; none when there is no such list.</summary>
    public static IEnumerable<JsonNode> ListAt(this JsonNode? node, string path) => (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>The texts of the list at a path.</summary>
    public static IEnumerable<string> TextsAt(this JsonNode? node, string path) => node.ListAt(path).Select(element => (string)element!);

    /// <summary>The members of the map at a path; none when there is no such map.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> MapAt(this JsonNode? node, string path) => node.At(path) as JsonObject ?? [];

    /// <summary>Every object in a document, at any depth.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member.Value.Objects()).Prepend(map),
        JsonArray list => list.SelectMany(element => element.Objects()),
        _ => [],
    };
}
