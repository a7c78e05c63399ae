using System.Text.Json.Nodes;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>A pod's template and the object that makes pods of it.</summary>
/// <param name="Owner">The Deployment, StatefulSet, Job or CronJob.</param>
/// <param name="Template">Metadata and spec of the pod.</param>
internal sealed record PodOf(JsonObject Owner, JsonNode Template)
{
    public string Name => Owner.TextAt("metadata.name")!;

    public JsonNode Spec => Template.At("spec")!;

    public IReadOnlyList<JsonNode> Containers => [.. Spec.ListAt("initContainers"), .. Spec.ListAt("containers")];

    /// <summary>The first container.</summary>
    public JsonNode Main => Spec.ListAt("containers").First();

    /// <summary>Whether it runs this project's image.</summary>
    public bool IsOwn => ImageName(Main.TextAt("image")!) == "bookrecs";

    public bool IsDeployment => Owner.TextAt("kind") == "Deployment";

    /// <summary>The ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports =>
        Containers.SelectMany(container => container.ListAt("ports")).ToDictionary(port => port.TextAt("name")!, port => port.NumberAt("containerPort"));

    /// <summary>Whether a selector of labels takes this pod.</summary>
    public bool Matches(JsonNode? selector) => selector is JsonObject labels
        && labels.All(label => Template.At("metadata.labels")?[label.Key] is { } value && (string)value! == (string)label.Value!);

    /// <summary>An image's name without registry and tag.</summary>
    public static string ImageName(string image) => image.Split('/')[^1].Split(':')[0];
}
