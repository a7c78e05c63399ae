using System.Text.Json.Nodes;
using BookRecs.Frontend;
using BookRecs.Silo.Runtime;
using BookRecs.Silo.Settings;
using BookRecs.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>The environment of a process as deploy/ sets it, read and validated by the program's own code.</summary>
/// <param name="Where">Names the process in messages.</param>
/// <param name="Environment">The variables.</param>
internal sealed record DeployedSettings(string Where, IReadOnlyDictionary<string, string> Environment)
{
    private const string Prefix = "BookRecs__";

    /// <summary>The settings by their names, such as BookRecs:Silo:Role.</summary>
    public IReadOnlyDictionary<string, string> Settings => Environment
        .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => variable.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The value that counts: the one given, or the program's default.</summary>
    public string ValueOf(string setting) => Settings.GetValueOrDefault(setting)
        ?? SettingsCatalogue.All.Single(known => known.Name == setting).Default;

    /// <summary>Fails for a variable that looks like a setting and is none.</summary>
    public void AssertKnown()
    {
        var known = SettingsCatalogue.All.Select(setting => setting.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)))
        {
            var setting = name.Replace("__", ":", StringComparison.Ordinal);
            var ofList = setting[..setting.LastIndexOf(':')];
            Assert.True(
                known.Contains(setting) || (int.TryParse(setting[(ofList.Length + 1)..], out _) && known.Contains(ofList)),
                $"{Where} sets {name}, which is no setting (docs/settings.md lists all).");
        }
    }

    /// <summary>Loads the settings as the program does, and runs every validator that its start runs.</summary>
    public void AssertValid()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddJsonFile(RepositoryTree.PathOf("src/Silo/appsettings.json"));
        builder.Configuration.AddInMemoryCollection(Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));

        // What is deployed is built for the cluster; these tests may run on the other runtime, which has one role.
        Assert.Empty(new SiloRoleOptions { Role = ValueOf(Shipped.RoleSetting) }.Validate(isCluster: true));
        if (!RuntimeWiring.IsCluster)
            builder.Configuration[Shipped.RoleSetting] = SiloRoleOptions.All;
        try
        {
            builder.AddBookRecsSettings();
            builder.Services.AddShopStorage(builder.Configuration, RuntimeWiring.StoreUse);
            builder.Services.AddBookRecsFrontend(builder.Configuration);
            using var services = builder.Services.BuildServiceProvider();
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception error) when (error is SettingsException or OptionsValidationException or AggregateException)
        {
            Assert.Fail($"{Where} would not start: {error.Message}");
        }
    }

    /// <summary>The environment of a container: its own variables, and those of the ConfigMaps it takes as a whole.</summary>
    public static DeployedSettings Of(Overlay overlay, PodOf pod, JsonNode container)
    {
        var environment = container.ListAt("envFrom")
            .SelectMany(source => overlay.Get("ConfigMap", source.TextAt("configMapRef.name")!).MapAt("data"))
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        foreach (var variable in container.ListAt("env"))
            environment[variable.TextAt("name")!] = variable.TextAt("value") ?? Resolve(overlay, variable.At("valueFrom"));

        // Files of mounted Secrets are in the cluster only; some file stands for each.
        var secrets = pod.Spec.ListAt("volumes").Where(volume => volume.At("secret") is not null).Select(volume => volume.TextAt("name"));
        var folders = container.ListAt("volumeMounts").Where(mount => secrets.Contains(mount.TextAt("name"))).Select(mount => mount.TextAt("mountPath")!);
        foreach (var (variable, path) in environment.Where(variable => folders.Any(folder => variable.Value.StartsWith($"{folder}/", StringComparison.Ordinal))).ToArray())
            environment[variable] = RepositoryTree.PathOf("LICENSE");
        return new DeployedSettings($"{overlay.Name}: {pod.Name}", environment);
    }

    // Secrets and facts of the pod are known in the cluster only; each stands here for itself.
    private static string Resolve(Overlay overlay, JsonNode? source) =>
        source.TextAt("secretKeyRef.key") is { } key ? $"the-secret-value-of-{key}"
        : source.TextAt("fieldRef.fieldPath") is { } path ? (path == "status.podIP" ? "10.1.2.3" : "pod-name")
        : (string)overlay.Get("ConfigMap", source.TextAt("configMapKeyRef.name")!).At("data")![source.TextAt("configMapKeyRef.key")!]!;
}
