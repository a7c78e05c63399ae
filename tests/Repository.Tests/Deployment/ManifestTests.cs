using System.Text.Json.Nodes;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>The rendered manifests hang together, and agree with the code.</summary>
public sealed class ManifestTests
{
    private static readonly string[] OutsideOfNamespaces = ["Namespace"];

    public static TheoryData<string> Overlays() => Overlay.Names();

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Overlay_IsInOneNamespace_ThatItMakes(string name)
    {
        var overlay = Overlay.Render(name);
        var space = Assert.Single(overlay.OfKind("Namespace")).TextAt("metadata.name");
        foreach (var document in overlay.Documents.Where(document => !OutsideOfNamespaces.Contains(document.TextAt("kind"))))
            Assert.Equal(space, document.TextAt("metadata.namespace"));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Images_AreTheOneThatIsBuilt(string name)
    {
        var overlay = Overlay.Render(name);
        var images = overlay.OwnPods.Select(pod => pod.Main.TextAt("image")!).Distinct().ToArray();
        var image = Assert.Single(images);
        Assert.EndsWith($"bookrecs:{Shipped.Version}", image, StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string> { "bookrecs-silo", "bookrecs-frontend", "bookrecs-migrate", "bookrecs-retrain" },
            overlay.OwnPods.Select(pod => pod.Name).ToHashSet());
        Assert.All(overlay.Pods.SelectMany(pod => pod.Containers), container => Assert.Matches(@":[\w.-]+$", container.TextAt("image")!));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Ports_AreThoseOfImageAndSettings(string name)
    {
        var overlay = Overlay.Render(name);
        foreach (var pod in overlay.OwnPods.Where(pod => pod.IsDeployment))
        {
            var settings = DeployedSettings.Of(overlay, pod, pod.Main);
            var expected = new Dictionary<string, int> { ["http"] = Shipped.HttpPort };
            if (settings.ValueOf(Shipped.RoleSetting) != "frontend")
            {
                expected["silo"] = int.Parse(settings.ValueOf("BookRecs:Cluster:SiloPort"));
                expected["gateway"] = int.Parse(settings.ValueOf("BookRecs:Cluster:GatewayPort"));
            }

            Assert.Equal(expected.OrderBy(port => port.Key), pod.Ports.OrderBy(port => port.Key));
        }

        foreach (var service in overlay.OfKind("Service"))
        {
            var pod = Assert.Single(overlay.Pods, pod => pod.Matches(service.At("spec.selector")));
            Assert.All(service.ListAt("spec.ports"), port => Assert.Contains(port.TextAt("targetPort")!, pod.Ports));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Probes_AskPathsThatTheCodeAnswers(string name)
    {
        foreach (var pod in Overlay.Render(name).OwnPods.Where(pod => pod.IsDeployment))
        {
            foreach (var (probe, path) in ((string, string)[])[("startupProbe", "/health"), ("livenessProbe", "/health"), ("readinessProbe", "/ready")])
            {
                Assert.Equal(path, pod.Main.TextAt($"{probe}.httpGet.path"));
                Assert.Contains(path, Shipped.Paths);
                Assert.Contains(pod.Main.TextAt($"{probe}.httpGet.port")!, pod.Ports);
            }

            // The checks of /ready are given 5 seconds by the code, and its answer shall arrive.
            Assert.True(pod.Main.NumberAt("readinessProbe.timeoutSeconds") > 5, $"{pod.Name}: /ready may take 5 s; give readinessProbe more.");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void MetricsAreCollected_WhereTheCodeHasThem(string name)
    {
        var overlay = Overlay.Render(name);
        foreach (var monitor in overlay.OfKind("ServiceMonitor"))
        {
            var services = overlay.OfKind("Service").Where(service => monitor.MapAt("spec.selector.matchLabels")
                .All(label => (string?)service.At("metadata.labels")?[label.Key] == (string?)label.Value)).ToArray();
            Assert.Superset(
                new HashSet<string?> { "bookrecs-silo", "bookrecs-frontend" }, services.Select(service => service.TextAt("metadata.name")).ToHashSet());
            foreach (var endpoint in monitor.ListAt("spec.endpoints"))
            {
                Assert.Contains(endpoint.TextAt("path")!, Shipped.Paths);
                Assert.All(services, service => Assert.Contains(service.ListAt("spec.ports"), port => port.TextAt("name") == endpoint.TextAt("port")));
            }
        }

        Assert.True(name != "production" || overlay.OfKind("ServiceMonitor").Any(), "production has no ServiceMonitor.");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void GracePeriod_IsLongerThanTheShutdown(string name)
    {
        var overlay = Overlay.Render(name);
        foreach (var pod in overlay.OwnPods.Where(pod => pod.IsDeployment))
        {
            var settings = DeployedSettings.Of(overlay, pod, pod.Main);
            var pause = pod.Main.ListAt("lifecycle.preStop.exec.command").LastOrDefault() is { } seconds ? int.Parse((string)seconds!) : 0;
            var needed = pause + int.Parse(settings.ValueOf(Shipped.ShutdownSetting));
            var grace = pod.Spec.NumberAt("terminationGracePeriodSeconds");
            Assert.True(grace > needed, $"{settings.Where} is killed after {grace} s, but may take {needed} s to end: raise terminationGracePeriodSeconds.");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void EveryReference_LeadsSomewhere(string name)
    {
        var overlay = Overlay.Render(name);
        var made = overlay.Documents.Select(document => (document.TextAt("kind"), document.TextAt("metadata.name"))).ToHashSet();
        foreach (var pod in overlay.Pods)
        {
            if (pod.Spec.TextAt("serviceAccountName") is { } account)
                Assert.Contains(("ServiceAccount", account), made);
            foreach (var map in References(pod, "configMapRef").Concat(References(pod, "configMapKeyRef")).Concat(References(pod, "configMap")))
                Assert.True(made.Contains(("ConfigMap", map)) || IsMadeOutside(name, map), $"{pod.Name} takes the ConfigMap {map}, which nothing makes.");
            foreach (var secret in References(pod, "secretKeyRef").Concat(References(pod, "secret")))
                Assert.True(IsMadeOutside(name, secret), $"{pod.Name} takes the Secret {secret}, which no step of {MakerOf(name)} makes.");
            foreach (var key in pod.Spec.Objects().Select(part => part.TextAt("secretKeyRef.key")).OfType<string>())
                Assert.True(RepositoryTree.Read(MakerOf(name)).Contains($"{key}=", StringComparison.Ordinal), $"{MakerOf(name)} does not make the key {key}.");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void NoSecret_IsInAFile(string name)
    {
        var overlay = Overlay.Render(name);
        Assert.Empty(overlay.OfKind("Secret"));
        foreach (var variable in overlay.Pods.SelectMany(pod => pod.Containers).SelectMany(container => container.ListAt("env")))
            Assert.False(Secrets.IsSecret(variable.TextAt("name")!) && variable["value"] is not null, $"{variable.TextAt("name")} must come from a Secret.");
        foreach (var (key, value) in overlay.OfKind("ConfigMap").SelectMany(map => map.MapAt("data")))
            Assert.False(Secrets.IsSecret(key) || Secrets.HoldsPassword((string)value!), $"{key} is in a ConfigMap; it must come from a Secret.");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void PoliciesOfTheNetwork_OpenPortsThatPodsHave(string name)
    {
        var overlay = Overlay.Render(name);
        var policies = overlay.OfKind("NetworkPolicy").ToArray();
        Assert.Contains(policies, policy => policy.At("spec.podSelector") is JsonObject { Count: 0 }
            && policy.TextsAt("spec.policyTypes").Order().SequenceEqual(["Egress", "Ingress"]) && policy.At("spec.ingress") is null);
        foreach (var policy in policies)
        {
            var target = policy.At("spec.podSelector.matchLabels");
            foreach (var port in overlay.Pods.Where(pod => pod.Matches(target))
                .SelectMany(pod => policy.ListAt("spec.ingress").SelectMany(rule => rule.ListAt("ports")).Select(port => (pod, Number: port.NumberAt("port")))))
                Assert.True(port.pod.Ports.Values.Contains(port.Number), $"{policy.TextAt("metadata.name")} opens {port.Number}, which {port.pod.Name} has not.");
            foreach (var rule in policy.ListAt("spec.egress").Where(rule => rule.ListAt("to").Any(to => to.At("podSelector") is not null)))
            {
                var called = overlay.Pods.Where(pod => rule.ListAt("to").Any(to => pod.Matches(to.At("podSelector.matchLabels")))).ToArray();
                Assert.NotEmpty(called);
                Assert.All(rule.ListAt("ports"), port => Assert.All(called, pod => Assert.Contains(port.NumberAt("port"), pod.Ports.Values)));
            }
        }

        Assert.All(overlay.Pods, pod => Assert.Contains(policies, policy => pod.Matches(policy.At("spec.podSelector.matchLabels"))));
    }

    private static IEnumerable<string> References(PodOf pod, string kind) =>
        pod.Spec.Objects().Select(part => part.TextAt($"{kind}.name") ?? part.TextAt($"{kind}.secretName")).OfType<string>();

    private static string MakerOf(string overlay) => overlay == "kind" ? "build/kind-up" : "docs/howto/kubernetes.md";

    private static bool IsMadeOutside(string overlay, string name) => RepositoryTree.Read(MakerOf(overlay)).Split('\n')
        .Any(line => line.Contains(" create ", StringComparison.Ordinal) && line.Split(' ').Contains(name));
}
