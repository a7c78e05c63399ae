using BookRecs.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(TrainedShop))]

namespace BookRecs.EndToEnd.Tests;

/// <summary>The data of a first start, made once; each test takes a copy.</summary>
public sealed class TrainedShop : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the first start printed.</summary>
    public string Console { get; private set; } = "";

    /// <summary>How long the first start took until it was ready.</summary>
    public TimeSpan FirstStart { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        await using var silo = await SiloProcess.StartReadyAsync(_folder.Path, CancellationToken.None);
        FirstStart = started.Elapsed;
        Assert.Equal(0, await silo.StopAsync(CancellationToken.None));
        Console = silo.Console;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        TemporaryFolder.Copy(_folder.Path, copy.Path);
        return copy;
    }
}
