using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>An overlay of deploy/k8s as kubectl renders it.</summary>
/// <param name="Name">The overlay's folder.</param>
/// <param name="Documents">What is applied to the cluster.</param>
internal sealed record Overlay(string Name, IReadOnlyList<JsonObject> Documents)
{
    private const string Folder = "deploy/k8s/overlays";

    private static readonly ConcurrentDictionary<string, Overlay> Rendered = new();

    /// <summary>The names of all overlays.</summary>
    public static TheoryData<string> Names() =>
        [.. Directory.GetDirectories(RepositoryTree.PathOf(Folder)).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>Renders an overlay; the test is left out on a machine without kubectl.</summary>
    public static Overlay Render(string name) => Rendered.GetOrAdd(name, static name =>
    {
        using var kubectl = Start(new ProcessStartInfo("kubectl", ["kustomize", RepositoryTree.PathOf($"{Folder}/{name}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var errors = kubectl.StandardError.ReadToEndAsync();
        var text = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        Assert.True(kubectl.ExitCode == 0, $"kubectl kustomize {Folder}/{name} failed: {errors.Result}");
        return new Overlay(name, Yaml.ReadAll(text));
    });

    /// <summary>The objects of a kind.</summary>
    public IEnumerable<JsonObject> OfKind(string kind) => Documents.Where(document => document.TextAt("kind") == kind);

    /// <summary>The one object of a kind and name.</summary>
    public JsonObject Get(string kind, string name) =>
        Assert.Single(OfKind(kind), document => document.TextAt("metadata.name") == name);

    /// <summary>The pods that the overlay makes, of any kind.</summary>
    public IReadOnlyList<PodOf> Pods => [.. Documents.SelectMany(document => document.TextAt("kind") switch
    {
        "Deployment" or "StatefulSet" or "Job" => (PodOf[])[new PodOf(document, document.At("spec.template")!)],
        "CronJob" => [new PodOf(document, document.At("spec.jobTemplate.spec.template")!)],
        _ => [],
    })];

    /// <summary>The pods that run this project's image.</summary>
    public IReadOnlyList<PodOf> OwnPods => [.. Pods.Where(pod => pod.IsOwn)];

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("LEFT OUT: kubectl is not installed, so the manifests of deploy/k8s were not rendered and checked "
                + "(Debian: apt-get install kubernetes-client; build/install-packages.sh does it).");
            throw;
        }
    }
}
