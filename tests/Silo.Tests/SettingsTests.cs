using BookRecs.Grains.Models;
using BookRecs.Grains.Users;
using BookRecs.Recommender.Training;
using BookRecs.Silo.Runtime;
using BookRecs.Silo.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Silo.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Defaults_AreThoseOfTheOptions()
    {
        using var services = Read().BuildServiceProvider();
        Assert.Equal(new UserOptions(), services.GetRequiredService<UserOptions>());
        Assert.Equal(new ModelOptions(), services.GetRequiredService<ModelOptions>());
        Assert.Equal(new TrainingOptions(), services.GetRequiredService<TrainingOptions>());
    }

    [Fact]
    public void Setting_Given_ReplacesTheDefault()
    {
        using var services = Read("BookRecs:Users:HistoryLimit=7", "BookRecs:Models:Path=elsewhere").BuildServiceProvider();
        Assert.Equal(7, services.GetRequiredService<UserOptions>().HistoryLimit);
        Assert.Equal("elsewhere", services.GetRequiredService<ModelOptions>().Path);
    }

    [Theory]
    [InlineData("BookRecs:Users:HistoryLimit=0", "BookRecs:Users:HistoryLimit is 0; it must be from 1 to 10000")]
    [InlineData("BookRecs:Models:Tolerance=2", "BookRecs:Models:Tolerance is 2; it must be from 0 to 1")]
    [InlineData("BookRecs:Models:Path= ", "BookRecs:Models:Path is blank; it must be given")]
    [InlineData("BookRecs:Training:Threads=0", "BookRecs:Training:Threads is 0, but must be 1 to 1024")]
    [InlineData("BookRecs:SyntheticShop:Users=0", "BookRecs:SyntheticShop:Users is 0, it must be from 1 to 10000000")]
    [InlineData("BookRecs:Users:HistoryLimt=5", "BookRecs:Users:HistoryLimt is not a setting; did you mean BookRecs:Users:HistoryLimit?")]
    [InlineData("BookRecs:Http:DeadlineMs=5", "BookRecs:Http:DeadlineMs is not a setting; did you mean BookRecs:Http:DeadlineMilliseconds?")]
    [InlineData(
        "BookRecs:Training:Candidates:ItemToItem:Neighbors=5",
        "BookRecs:Training:Candidates:ItemToItem:Neighbors is not a setting; did you mean BookRecs:Training:Candidates:ItemToItem:Neighbours?")]
    [InlineData("BookRecs:Silo:Role=both", "BookRecs:Silo:Role is 'both'; it must be 'all', 'silo' or 'frontend'")]
    [InlineData("BookRecs:Cluster:SiloPort=0", "BookRecs:Cluster:SiloPort is 0; it must be from 1 to 65535")]
    [InlineData("BookRecs:Cluster:SiloPort=30000", "BookRecs:Cluster:GatewayPort is 30000; it must be another than BookRecs:Cluster:SiloPort")]
    [InlineData(
        "BookRecs:Cluster:AdvertisedAddress=0.0.0.0",
        "BookRecs:Cluster:AdvertisedAddress is '0.0.0.0'; it must be one address that other processes can reach")]
    [InlineData(
        "BookRecs:Cluster:AdvertisedAddress=silo-1:11111",
        "BookRecs:Cluster:AdvertisedAddress is 'silo-1:11111'; it must be an IP address or a host name, without port")]
    [InlineData(
        "BookRecs:Cluster:Tls:Key=nowhere.pem",
        "BookRecs:Cluster:Tls:Certificate is empty; Certificate, Key and Authority must be given together; "
        + "BookRecs:Cluster:Tls:Key is 'nowhere.pem'; it must be a file that this process can read; "
        + "BookRecs:Cluster:Tls:Authority is empty; Certificate, Key and Authority must be given together")]
    [InlineData("BookRecs:Modls:Keep=5", "BookRecs:Modls is not a setting; did you mean BookRecs:Models?")]
    public void Setting_ThatBreaksItsRule_IsNamed(string setting, string message) =>
        Assert.Equal(message, Assert.Throws<SettingsException>(() => Read(setting)).Message);

    [Theory]
    [InlineData("silo")]
    [InlineData("frontend")]
    public void Role_OfSeveralProcesses_NeedsTheClusterRuntime(string role)
    {
        var error = Record.Exception(() => Read($"BookRecs:Silo:Role={role}"));
        if (RuntimeWiring.IsCluster)
            Assert.Null(error);
        else
            Assert.StartsWith($"BookRecs:Silo:Role is '{role}'; it must be 'all' on the local runtime", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_OfAGroup_ReplacesTheDefault()
    {
        using var services = Read("BookRecs:Training:Candidates:ItemToItem:Neighbours=7").BuildServiceProvider();
        Assert.Equal(7, services.GetRequiredService<TrainingOptions>().Candidates.ItemToItem.Neighbours);
    }

    [Fact]
    public void Setting_OfAnotherType_IsNamed() => Assert.Contains(
        "BookRecs:Users:HistoryLimit",
        Assert.Throws<SettingsException>(() => Read("BookRecs:Users:HistoryLimit=many")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Settings_ThatBreakTheirRules_AreAllNamed()
    {
        var error = Assert.Throws<SettingsException>(() => Read("BookRecs:Users:HistoryLimit=0", "BookRecs:Books:SalesDays=1"));
        Assert.Equal(2, error.Message.Split("; it must be").Length - 1);
    }

    [Fact]
    public void EverySection_HasTypeAndDefaults()
    {
        Assert.All(KnownSettings.Sections, section =>
        {
            Assert.StartsWith("BookRecs:", section.Key, StringComparison.Ordinal);
            Assert.NotNull(Activator.CreateInstance(section.Value));
        });
    }

    private static IServiceCollection Read(params string[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        builder.AddBookRecsSettings();
        return builder.Services;
    }
}
