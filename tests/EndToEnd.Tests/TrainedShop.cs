using BookRecs.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(TrainedShop))]

namespace BookRecs.EndToEnd.Tests;

/// <summary>The data of a first start, made once, when the first test asks for it; each takes a copy.</summary>
public sealed class TrainedShop : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _console;

    public TrainedShop() => _console = new(MakeAsync);

    /// <summary>What the first start printed.</summary>
    public Task<string> ConsoleAsync() => _console.Value;

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await ShopStore.CloseAsync();
        await ShopTopics.CloseAsync();
    }

    internal async Task<TemporaryFolder> CopyAsync()
    {
        await _console.Value;
        var copy = new TemporaryFolder();
        TemporaryFolder.Copy(_folder.Path, copy.Path);
        ShopStore.Copy(_folder.Path, copy.Path);
        return copy;
    }

    private async Task<string> MakeAsync()
    {
        // The README's conversation, which is that of the default training, is tested on SQLite.
        string[] training = ShopStore.UsesPostgres ? SiloProcess.QuickTraining : [];
        await using var silo = await SiloProcess.StartReadyAsync(_folder.Path, CancellationToken.None, training);
        await silo.WaitUntilPrintedAsync("Stop with Ctrl+C", CancellationToken.None);
        await silo.StopAsync(CancellationToken.None);
        Assert.NotEqual(ShopStore.UsesPostgres, File.Exists(Path.Combine(_folder.Path, "data", "shop.db")));
        return silo.Console;
    }
}
