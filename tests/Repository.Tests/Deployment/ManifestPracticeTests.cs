using System.Text.Json.Nodes;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>The manifests keep the practices that rolling upgrades and the loss of nodes need, and give pods no rights they do not use.</summary>
public sealed class ManifestPracticeTests
{
    public static TheoryData<string> Overlays() => Overlay.Names();

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Upgrade_AddsBeforeItTakesAway(string name)
    {
        foreach (var deployment in Overlay.Render(name).OfKind("Deployment"))
        {
            Assert.Equal("RollingUpdate", deployment.TextAt("spec.strategy.type"));
            Assert.Equal("0", deployment.TextAt("spec.strategy.rollingUpdate.maxUnavailable"));
            Assert.Equal("1", deployment.TextAt("spec.strategy.rollingUpdate.maxSurge"));
            Assert.InRange(deployment.NumberAt("spec.minReadySeconds"), name == "production" ? 30 : 1, 300);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Deployments_SurviveTheLossOfANode(string name)
    {
        var overlay = Overlay.Render(name);
        foreach (var pod in overlay.Pods.Where(pod => pod.IsDeployment))
        {
            Assert.Contains(overlay.OfKind("PodDisruptionBudget"), budget =>
                pod.Matches(budget.At("spec.selector.matchLabels")) && budget.TextAt("spec.maxUnavailable") == "1");
            Assert.True(pod.Matches(pod.Owner.At("spec.selector.matchLabels")), $"{pod.Name} does not select its own pods.");
            foreach (var apart in pod.Spec.ListAt("affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution"))
                Assert.True(pod.Matches(apart.At("podAffinityTerm.labelSelector.matchLabels")), $"{pod.Name} keeps away from others than its own.");
            Assert.NotEmpty(pod.Spec.ListAt("affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution"));
            Assert.All(pod.Spec.ListAt("topologySpreadConstraints"), spread => Assert.True(pod.Matches(spread.At("labelSelector.matchLabels"))));
            Assert.NotEmpty(pod.Spec.ListAt("topologySpreadConstraints"));
        }

        Assert.InRange(overlay.Get("Deployment", "bookrecs-silo").NumberAt("spec.replicas"), 3, 100);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Autoscaler_AloneDecidesTheNumberOfFrontends(string name)
    {
        var overlay = Overlay.Render(name);
        var autoscaler = Assert.Single(overlay.OfKind("HorizontalPodAutoscaler"));
        Assert.Equal("bookrecs-frontend", autoscaler.TextAt("spec.scaleTargetRef.name"));
        Assert.Null(overlay.Get("Deployment", "bookrecs-frontend").At("spec.replicas"));
        Assert.True(autoscaler.NumberAt("spec.maxReplicas") > autoscaler.NumberAt("spec.minReplicas"));
        Assert.True(name != "production" || autoscaler.NumberAt("spec.minReplicas") > 1, "One frontend alone is no service.");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_HaveNoRightsTheyDoNotUse(string name)
    {
        var overlay = Overlay.Render(name);
        Assert.All(overlay.Pods, pod => Assert.Equal("false", pod.Spec.TextAt("automountServiceAccountToken")));
        foreach (var pod in overlay.OwnPods)
        {
            Assert.Equal("true", pod.Spec.TextAt("securityContext.runAsNonRoot"));
            Assert.Equal(Shipped.User, pod.Spec.TextAt("securityContext.runAsUser"));
            Assert.Equal("RuntimeDefault", pod.Spec.TextAt("securityContext.seccompProfile.type"));
            foreach (var container in pod.Containers)
            {
                Assert.Equal("false", container.TextAt("securityContext.allowPrivilegeEscalation"));
                Assert.Equal("true", container.TextAt("securityContext.readOnlyRootFilesystem"));
                Assert.Equal(["ALL"], container.TextsAt("securityContext.capabilities.drop"));
                Assert.Contains("/tmp", container.ListAt("volumeMounts").Select(mount => mount.TextAt("mountPath")));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Resources_AskForProcessorsWithoutALimit(string name)
    {
        foreach (var resources in Overlay.Render(name).Pods.SelectMany(pod => pod.Containers).Select(container => container.At("resources")))
        {
            Assert.NotNull(resources.TextAt("requests.cpu"));
            Assert.Null(resources.TextAt("limits.cpu"));
            Assert.NotNull(resources.TextAt("requests.memory"));
            Assert.NotNull(resources.TextAt("limits.memory"));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Jobs_GiveUpInTime(string name)
    {
        var overlay = Overlay.Render(name);
        var retrain = overlay.Get("CronJob", "bookrecs-retrain");
        Assert.Equal("Forbid", retrain.TextAt("spec.concurrencyPolicy"));
        var command = retrain.At("spec.jobTemplate.spec.template.spec").ListAt("containers").First().TextsAt("command").ToList();
        var minutes = int.Parse(command[command.IndexOf("--timeout-minutes") + 1]);
        Assert.True(retrain.NumberAt("spec.jobTemplate.spec.activeDeadlineSeconds") >= minutes * 60, "The job ends before its own wait does.");
        Assert.InRange(overlay.Get("Job", "bookrecs-migrate").NumberAt("spec.backoffLimit"), 1, 20);
        Assert.All(overlay.OfKind("Service"), service => Assert.NotNull(service.At("spec.selector") as JsonObject));
    }
}
