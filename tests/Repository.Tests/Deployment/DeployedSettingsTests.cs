using System.Diagnostics;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>What deploy/ sets is what the program reads, and the program would start with it.</summary>
public sealed class DeployedSettingsTests
{
    private static readonly string[] Commands = ["generate", "health", "import", "migrate", "retrain"];

    public static TheoryData<string> Overlays() => Overlay.Names();

    [Theory]
    [MemberData(nameof(Overlays))]
    public void EveryVariable_IsASetting(string name) => Assert.All(Processes(name), process => process.AssertKnown());

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Settings_LoadAndValidate(string name)
    {
        var processes = Processes(name);
        Assert.Equal(2, processes.Count);
        Assert.All(processes, process => process.AssertValid());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Processes_HaveTheirRole_AndOneCluster(string name)
    {
        var processes = Processes(name);
        Assert.Equal(["frontend", "silo"], processes.Select(process => process.ValueOf(Shipped.RoleSetting)).Order());
        foreach (var setting in (string[])["BookRecs:Cluster:ClusterId", "BookRecs:Cluster:ServiceId", "BookRecs:Storage:Provider", "BookRecs:Messaging:Transport"])
            Assert.Single(processes.Select(process => process.ValueOf(setting)).Distinct());
        Assert.All(processes, process => Assert.Equal("postgres", process.ValueOf("BookRecs:Storage:Provider")));

        // They listen on every address, which the program refuses without keys.
        Assert.All(processes, process => Assert.Equal(2, new[] { "ApiKey", "AdminKey" }.Count(key => process.Settings.ContainsKey($"BookRecs:Security:{key}"))));
    }

    [Fact]
    public void UnknownVariable_IsFound()
    {
        var settings = new DeployedSettings("test", new Dictionary<string, string> { ["BookRecs__Storage__Provder"] = "postgres" });
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(settings.AssertKnown);
    }

    [Fact]
    public void SettingThatBreaksItsRule_IsFound()
    {
        var settings = new DeployedSettings("test", new Dictionary<string, string> { ["BookRecs__Storage__Provider"] = "oracle" });
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(settings.AssertValid);
        var missing = new DeployedSettings("test", new Dictionary<string, string> { ["BookRecs__Storage__Provider"] = "postgres" });
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(missing.AssertValid);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Commands_AreVerbsAndOptionsOfTheCommandLine(string name)
    {
        var commands = Overlay.Render(name).OwnPods.Where(pod => !pod.IsDeployment).Select(pod => pod.Main.TextsAt("command").ToArray()).ToArray();
        Assert.Equal(2, commands.Length);
        Assert.All(commands.SelectMany(Split), AssertCommand);
    }

    /// <summary>The commands of a shell's script, or the one that needs no shell.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Split(IReadOnlyList<string> command) => command is ["sh", "-c", var script]
        ? script.Split(["&&", "||", ";"], StringSplitOptions.TrimEntries).Select(part => part.Split(' ')).Where(words => words[0] != "echo")
        : [command];

    internal static void AssertCommand(IReadOnlyList<string> command)
    {
        Assert.Equal("bookrecs", command[0]);
        Assert.Contains(command[1], Commands);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bookrecs.dll"), command[1], "--help"])
        {
            RedirectStandardOutput = true,
        };
        using var help = Process.Start(start)!;
        var text = help.StandardOutput.ReadToEnd();
        help.WaitForExit();
        Assert.True(help.ExitCode == 0, $"bookrecs {command[1]} --help ended with {help.ExitCode}");
        foreach (var option in command.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
            Assert.Contains($"\n  {option} ", text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<DeployedSettings> Processes(string name)
    {
        var overlay = Overlay.Render(name);
        return [.. overlay.OwnPods.Where(pod => pod.IsDeployment).Select(pod => DeployedSettings.Of(overlay, pod, pod.Main))];
    }
}
