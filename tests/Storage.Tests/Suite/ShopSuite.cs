namespace BookRecs.Storage.Tests.Suite;

/// <summary>What every store must do; a store takes part by deriving from each suite.</summary>
public abstract class ShopSuite : IAsyncLifetime
{
    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected FixedTime Time { get; } = new(new DateTimeOffset(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero));

    protected IShop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shop = await OpenAsync(Time);

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new, empty store.</summary>
    protected abstract Task<IShop> OpenAsync(TimeProvider time);
}
