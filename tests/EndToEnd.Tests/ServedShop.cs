namespace BookRecs.EndToEnd.Tests;

/// <summary>A silo for all tests of a class, which do not get in each other's way.</summary>
public sealed class ServedShop(TrainedShop shop) : IAsyncLifetime
{
    private TemporaryFolder? _folder;
    private SiloProcess? _silo;

    internal SiloProcess Silo => _silo ?? throw new InvalidOperationException("the silo has not been started");

    public async ValueTask InitializeAsync()
    {
        _folder = await shop.CopyAsync();
        _silo = await SiloProcess.StartReadyAsync(_folder.Path, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        _folder?.Dispose();
    }
}
