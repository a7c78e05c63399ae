using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>deploy/docker/compose.yaml agrees with the image, the code, and the files that it mounts.</summary>
public sealed partial class ComposeTests
{
    private const string Folder = "deploy/docker";

    private static readonly JsonObject Compose = Yaml.ReadAll(RepositoryTree.Read($"{Folder}/compose.yaml"))[0];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Own =>
        Compose.MapAt("services").Where(service => PodOf.ImageName(service.Value.TextAt("image")!) == "bookrecs");

    private static IEnumerable<(string Name, JsonNode Service, DeployedSettings Settings)> Processes => Own
        .Where(service => service.Value!["command"] is null)
        .Select(service => (service.Key, service.Value!, SettingsOf(service.Key, service.Value!)));

    [Fact]
    public void Services_AreThreeSilosAndAFrontend_OfOneImage()
    {
        Assert.Equal(["frontend", "silo", "silo", "silo"], Processes.Select(process => process.Settings.ValueOf(Shipped.RoleSetting)).Order());
        Assert.All(Own, service => Assert.Equal($"bookrecs:{Shipped.Version}", service.Value.TextAt("image")));
        Assert.Superset(
            new HashSet<string> { "postgres", "kafka", "prometheus", "grafana", "migrate" },
            Compose.MapAt("services").Select(service => service.Key).ToHashSet());
    }

    [Fact]
    public void EveryVariable_IsASetting() => Assert.All(Processes, process => process.Settings.AssertKnown());

    [Fact]
    public void Settings_LoadAndValidate() => Assert.All(Processes, process => process.Settings.AssertValid());

    [Fact]
    public void Silos_HaveAddressAndNameOfTheirOwn()
    {
        var silos = Processes.Where(process => process.Settings.ValueOf(Shipped.RoleSetting) == "silo").ToArray();
        foreach (var (name, service, settings) in silos)
        {
            Assert.Equal(name, settings.ValueOf("BookRecs:Cluster:SiloName"));
            Assert.Equal(service.TextAt("networks.bookrecs.ipv4_address"), settings.ValueOf("BookRecs:Cluster:AdvertisedAddress"));
        }

        Assert.Equal(silos.Length, silos.Select(silo => silo.Settings.ValueOf("BookRecs:Cluster:AdvertisedAddress")).Distinct().Count());
        Assert.Equal(silos.Length, silos.SelectMany(silo => silo.Service.TextsAt("volumes")).Distinct().Count());
    }

    [Fact]
    public void Processes_AreConfined_AndGivenTimeToEnd()
    {
        Assert.All(Own, service =>
        {
            Assert.Equal("true", service.Value.TextAt("read_only"));
            Assert.Equal(["ALL"], service.Value.TextsAt("cap_drop"));
            Assert.Equal(["no-new-privileges:true"], service.Value.TextsAt("security_opt"));
            Assert.Equal(["/tmp"], service.Value.TextsAt("tmpfs"));
        });
        Assert.All(Processes, process => Assert.True(
            int.Parse(process.Service.TextAt("stop_grace_period")!.TrimEnd('s')) > int.Parse(process.Settings.ValueOf(Shipped.ShutdownSetting)),
            $"{process.Name} is killed before it may have ended: raise stop_grace_period."));
    }

    [Fact]
    public void Ports_AreThoseOfTheImage_AndOnLoopback()
    {
        Assert.All(Compose.MapAt("services").SelectMany(service => service.Value.TextsAt("ports")), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(Own.SelectMany(service => service.Value.TextsAt("ports")), port => Assert.EndsWith($":{Shipped.HttpPort}", port, StringComparison.Ordinal));
        foreach (var test in Own.Select(service => service.Value.TextsAt("healthcheck.test").ToArray()).Where(test => test.Length > 0))
        {
            DeployedSettingsTests.AssertCommand(test[1..]);
            Assert.EndsWith($":{Shipped.HttpPort}", test[^1], StringComparison.Ordinal);
        }

        var scraped = Yaml.ReadAll(RepositoryTree.Read("deploy/prometheus/prometheus.yml"))[0].ListAt("scrape_configs").Single();
        Assert.Equal(
            Processes.Select(process => $"{process.Name}:{Shipped.HttpPort}").Order(),
            scraped.ListAt("static_configs").Single().TextsAt("targets").Order());
        Assert.Contains(scraped.TextAt("metrics_path")!, Shipped.Paths);
    }

    [Fact]
    public void Migration_IsACommandOfTheProgram_AndComesFirst()
    {
        var migrate = Compose.At("services.migrate");
        DeployedSettingsTests.AssertCommand([.. migrate.TextsAt("entrypoint"), .. migrate.TextsAt("command")]);
        var demo = Compose.At("services.demo");
        Assert.All(DeployedSettingsTests.Split([.. demo.TextsAt("entrypoint"), .. demo.TextsAt("command")]), DeployedSettingsTests.AssertCommand);
        foreach (var (_, service, settings) in Processes)
        {
            Assert.Equal("service_completed_successfully", service.TextAt("depends_on.migrate.condition"));
            Assert.Equal("service_completed_successfully", service.TextAt("depends_on.demo.condition"));
            Assert.Equal("false", settings.ValueOf("BookRecs:FirstStart:Generate"));
        }
    }

    [Fact]
    public void Secrets_ComeFromTheEnvironment_AndAreMadeByTheScript()
    {
        var script = RepositoryTree.Read($"{Folder}/make-env");
        foreach (var (name, value) in Compose.MapAt("services").SelectMany(service => service.Value.MapAt("environment")))
        {
            var text = (string)value!;
            Assert.True(!Secrets.IsSecret(name) || text.StartsWith("${", StringComparison.Ordinal), $"{name} holds a secret: take it from the environment.");
            Assert.False(Secrets.HoldsPassword(text), $"{name} holds a password: take it from the environment.");
        }

        var variables = Variable().Matches(RepositoryTree.Read($"{Folder}/compose.yaml")).Select(match => match.Groups["name"].Value)
            .Concat(Compose.MapAt("secrets").Select(secret => secret.Value.TextAt("environment")!)).Distinct();
        Assert.All(variables, variable => Assert.Contains(variable, script, StringComparison.Ordinal));
        Assert.Contains($"/{Folder}/.env", RepositoryTree.Read(".gitignore").Split('\n'));
        Assert.DoesNotContain(RepositoryTree.Files(), path => path == $"{Folder}/.env");
    }

    [Fact]
    public void Mounts_AreThere()
    {
        var volumes = Compose.MapAt("volumes").Select(volume => volume.Key).ToHashSet();
        foreach (var mount in Compose.MapAt("services").SelectMany(service => service.Value.TextsAt("volumes")).Select(mount => mount.Split(':')[0]))
        {
            if (!mount.StartsWith('.'))
                Assert.Contains(mount, volumes);
            else
                Assert.True(Path.Exists(Path.GetFullPath(Path.Combine(RepositoryTree.PathOf(Folder), mount))), $"{mount} is not there.");
        }

        var source = Assert.Single(Yaml.ReadAll(RepositoryTree.Read("deploy/grafana/provisioning/datasources/prometheus.yaml"))[0].ListAt("datasources"));
        Assert.Contains($"\"uid\": \"{source.TextAt("uid")}\"", RepositoryTree.Read("deploy/grafana/dashboards/bookrecs.json"), StringComparison.Ordinal);
        Assert.Equal("http://prometheus:9090", Compose.TextAt("services.grafana.environment.PROMETHEUS_URL"));
    }

    private static DeployedSettings SettingsOf(string name, JsonNode service) => new(
        $"compose: {name}",
        service.MapAt("environment").ToDictionary(
            variable => variable.Key, variable => Variable().Replace((string)variable.Value!, match => $"the-secret-value-of-{match.Groups["name"].Value}")));

    [GeneratedRegex(@"\$\{(?<name>\w+):\?[^}]+\}")]
    private static partial Regex Variable();
}
