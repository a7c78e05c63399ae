namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>One cluster for all tests of a class: each leaves it as it was, with all silos running.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private ClusterShop? _shop;

    internal ClusterShop Shop => _shop ?? throw new InvalidOperationException("the cluster has not been started");

    public async ValueTask InitializeAsync() => _shop = await ClusterShop.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null)
            await _shop.DisposeAsync();
    }
}
