namespace BookRecs.Grains.Tests.Contracts;

/// <summary>Old and new processes talk to each other during an upgrade, so what they say is on record.</summary>
public sealed class WireContractTests
{
    private const string Page = "src/Grains.Interfaces/contracts.txt";
    private const string Update = "BOOKRECS_UPDATE_CONTRACTS";

    [Fact]
    public void Contracts_AreThoseOnRecord()
    {
        var path = Path.Combine(Root(), Page);
        var now = WireContracts.ToText();
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(path, now);
        var record = File.Exists(path) ? File.ReadAllText(path) : "";
        if (record == now)
            return;
        string[] was = record.Split('\n'), became = now.Split('\n');
        Assert.Fail(
            $"What processes say to each other differs from {Page}:\n"
            + string.Join('\n', was.Except(became).Select(line => $"- {line}").Concat(became.Except(was).Select(line => $"+ {line}")))
            + $"\nA line that is gone breaks running clusters. If only lines were added, run the tests once with {Update}=1 and commit the file.");
    }

    [Fact]
    public void Aliases_AreUnique()
    {
        var aliases = WireContracts.Types.Select(WireContracts.Alias).ToArray();
        Assert.NotEmpty(aliases);
        Assert.Equal(aliases.Distinct(), aliases);
        Assert.All(
            WireContracts.Types.Where(type => type.IsInterface),
            type => Assert.Equal(
                type.GetMethods().Select(WireContracts.Alias).Distinct().Count(), type.GetMethods().Length));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BookRecs.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds BookRecs.sln.");
        return folder.FullName;
    }
}
