using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using BookRecs.Storage.Postgres;
using BookRecs.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace BookRecs.Storage.Tests;

public sealed class StorageOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_AreValid() => Assert.True(new StorageOptionsValidator().Validate(null, new StorageOptions()).Succeeded);

    [Theory]
    [InlineData("Provider", "oracle", "'oracle'")]
    [InlineData("Path", " ", "empty")]
    [InlineData("AppendQueueLimit", "999", "999; it must be from 1000 to")]
    [InlineData("CommitBatchLimit", "0", "0; it must be from 1 to")]
    [InlineData("ReadConnections", "65", "65; it must be from 1 to 64")]
    [InlineData("CacheMegabytes", "-1", "-1; it must be from 1 to")]
    [InlineData("ImportBatchRows", "0", "0; it must be from 1 to")]
    [InlineData("Postgres:PoolSize", "1", "1; it must be from 2 to 1000")]
    [InlineData("Postgres:CommandTimeoutSeconds", "0", "0; it must be from 1 to 3600")]
    [InlineData("Postgres:StartWaitSeconds", "-1", "-1; it must be from 0 to 3600")]
    [InlineData("Postgres:Retries", "21", "21; it must be from 0 to 20")]
    [InlineData("Postgres:RetryDelayMilliseconds", "0", "0; it must be from 1 to 10000")]
    [InlineData("Postgres:RetentionMonths", "-3", "-3; it must be from 0 to 1200")]
    [InlineData("Postgres:Models", "cloud", "'cloud'; it must be 'database' or 'folder'")]
    [InlineData("Postgres:ConnectionString", "Host=db", "it names no database")]
    [InlineData("Postgres:MigrationConnectionString", "Hosts=db;Database=d", "a key that is not known")]
    public async Task Host_WithABadSetting_DoesNotStartAndNamesIt(string setting, string value, string rule)
    {
        using var host = Build((setting, value));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"BookRecs:Storage:{setting}", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("shop.db")));
    }

    [Fact]
    public async Task Host_WithPostgresButNoDatabase_DoesNotStartAndNamesTheSetting()
    {
        using var host = Build(("Provider", "postgres"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("BookRecs:Storage:Postgres:ConnectionString is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_OpensTheFileAtStart_ServesEveryPortAndClosesIt()
    {
        var cancel = TestContext.Current.CancellationToken;
        using (var host = Build())
        {
            await host.StartAsync(cancel);
            Assert.True(File.Exists(_folder.File("shop.db")));
            Assert.NotNull(host.Services.GetService<ITransactionLog>());
            Assert.NotNull(host.Services.GetService<ICatalogueStore>());
            Assert.NotNull(host.Services.GetService<IShopImporter>());
            Assert.NotNull(host.Services.GetService<IStorageProbe>());
            Assert.NotNull(host.Services.GetKeyedService<IGrainStorage>("Default"));
            await host.StopAsync(cancel);
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        await SqliteShop.Open(_folder.File("shop.db")).DisposeAsync();
    }

    [Fact]
    public async Task Host_OnAFileInUse_DoesNotStart()
    {
        await using var other = SqliteShop.Open(_folder.File("shop.db"));
        using var host = Build();

        var error = await Assert.ThrowsAsync<StorageException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    private IHost Build(params (string Setting, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Prepend(("Path", _folder.File("shop.db"))).GroupBy(setting => setting.Item1)
                .Select(same => KeyValuePair.Create($"{StorageOptions.Section}:{same.Key}", (string?)same.Last().Item2)));
        builder.Services.AddShopStorage(builder.Configuration, ShopUse.Alone);
        return builder.Build();
    }
}
