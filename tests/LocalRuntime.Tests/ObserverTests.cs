using System.Runtime.CompilerServices;
using BookRecs.LocalRuntime.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Utilities;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>Grains call observers; one that is gone is an error at once, not a wait.</summary>
public sealed class ObserverTests
{
    public interface IListener : IGrainObserver
    {
        Task HearAsync(string news);
    }

    public interface INewsGrain : IGrainWithStringKey
    {
        Task SubscribeAsync(IListener listener);

        Task TellAsync(string news);

        Task<int> CountAsync();
    }

    [Fact]
    public async Task Observer_Subscribed_HearsTheNewsInOrder()
    {
        await using var silo = await StartAsync();
        var listener = new Listener();
        await silo.Get<INewsGrain>().SubscribeAsync(silo.Client.CreateObjectReference<IListener>(listener));

        await silo.Get<INewsGrain>().TellAsync("one");
        await silo.Get<INewsGrain>().TellAsync("two");

        Assert.Equal(["one", "two"], listener.Heard);
    }

    [Fact]
    public async Task Observer_Deleted_IsDroppedAndTheOthersStillHear()
    {
        await using var silo = await StartAsync();
        var (gone, stays) = (new Listener(), new Listener());
        var reference = silo.Client.CreateObjectReference<IListener>(gone);
        await silo.Get<INewsGrain>().SubscribeAsync(reference);
        await silo.Get<INewsGrain>().SubscribeAsync(silo.Client.CreateObjectReference<IListener>(stays));

        silo.Client.DeleteObjectReference<IListener>(reference);
        await silo.Get<INewsGrain>().TellAsync("news");

        Assert.Empty(gone.Heard);
        Assert.Equal(["news"], stays.Heard);
        Assert.Equal(1, await silo.Get<INewsGrain>().CountAsync());
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => reference.HearAsync("direct"));
    }

    [Fact]
    public async Task Observer_ThatNothingKeepsAlive_IsGone()
    {
        await using var silo = await StartAsync();
        var reference = CreateForgotten(silo);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        await Assert.ThrowsAsync<ClientNotAvailableException>(() => reference.HearAsync("news"));
    }

    [Fact]
    public async Task Observer_ThatFails_IsDropped()
    {
        await using var silo = await StartAsync();
        var listener = new Listener { Fails = true };
        await silo.Get<INewsGrain>().SubscribeAsync(silo.Client.CreateObjectReference<IListener>(listener));

        await silo.Get<INewsGrain>().TellAsync("news");

        Assert.Equal(0, await silo.Get<INewsGrain>().CountAsync());
    }

    [Fact]
    public async Task Observer_NotRenewed_Expires()
    {
        await using var silo = await StartAsync();
        var listener = new Listener();
        await silo.Get<INewsGrain>().SubscribeAsync(silo.Client.CreateObjectReference<IListener>(listener));

        silo.Time.Advance(TimeSpan.FromMinutes(6));
        await silo.Get<INewsGrain>().TellAsync("news");

        Assert.Empty(listener.Heard);
        Assert.Equal(0, await silo.Get<INewsGrain>().CountAsync());
    }

    [Fact]
    public async Task Call_WithAnObserverItselfInsteadOfAReference_IsRefused()
    {
        await using var silo = await StartAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => silo.Get<INewsGrain>().SubscribeAsync(new Listener()));

        Assert.Contains("CreateObjectReference", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestSilo> StartAsync() => TestSilo.StartAsync([typeof(NewsGrain), typeof(Listener)]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IListener CreateForgotten(TestSilo silo) => silo.Client.CreateObjectReference<IListener>(new Listener());

    internal sealed class Listener : IListener
    {
        public List<string> Heard { get; } = [];

        public bool Fails { get; init; }

        public async Task HearAsync(string news)
        {
            await Task.Yield();
            if (Fails)
                throw new IOException("deaf");
            Heard.Add(news);
        }
    }

    internal sealed class NewsGrain : Grain, INewsGrain
    {
        private readonly ObserverManager<IListener> _listeners;

        public NewsGrain(TimeProvider time) => _listeners = new(TimeSpan.FromMinutes(5), NullLogger.Instance)
        {
            GetDateTime = () => time.GetUtcNow().UtcDateTime,
        };

        public Task SubscribeAsync(IListener listener)
        {
            _listeners.Subscribe((IAddressable)listener, listener);
            return Task.CompletedTask;
        }

        public Task TellAsync(string news) => _listeners.Notify(listener => listener.HearAsync(news));

        public Task<int> CountAsync() => Task.FromResult(_listeners.Count);
    }
}
