using BookRecs.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(TrainedShop))]

namespace BookRecs.EndToEnd.Tests;

/// <summary>The data of a first start, made once; each test takes a copy.</summary>
public sealed class TrainedShop : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the first start printed.</summary>
    public string Console { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // The README's conversation, which is that of the default training, is tested on SQLite.
        string[] training = ShopStore.UsesPostgres ? SiloProcess.QuickTraining : [];
        await using var silo = await SiloProcess.StartReadyAsync(_folder.Path, CancellationToken.None, training);
        await silo.WaitUntilPrintedAsync("Stop with Ctrl+C", CancellationToken.None);
        await silo.StopAsync(CancellationToken.None);
        Console = silo.Console;
        Assert.NotEqual(ShopStore.UsesPostgres, File.Exists(Path.Combine(_folder.Path, "data", "shop.db")));
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await ShopStore.CloseAsync();
        await ShopTopics.CloseAsync();
    }

    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        TemporaryFolder.Copy(_folder.Path, copy.Path);
        ShopStore.Copy(_folder.Path, copy.Path);
        return copy;
    }
}
