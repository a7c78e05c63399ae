using BookRecs.LocalRuntime.Tests.Support;
using Orleans;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>A call reaches its grain, and its outcome the caller.</summary>
public sealed class CallTests
{
    public interface IEchoGrain : IGrainWithStringKey
    {
        Task<string> SayAsync(string text, int times);

        Task DoAsync();

        ValueTask<long> CountAsync();

        ValueTask NothingAsync();

        Task<int> FailAsync(bool afterAwait);

        Task<int> FailAtOnceAsync();

        Task<int> WaitAsync(CancellationToken cancellationToken);

        Task<int> NullTaskAsync();
    }

    public interface INumberGrain : IGrainWithIntegerKey
    {
        Task<long> KeyAsync();
    }

    public interface IGuidGrain : IGrainWithGuidKey
    {
        Task<Guid> KeyAsync();
    }

    [Fact]
    public async Task Call_AnySignature_ReachesItsGrain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(EchoGrain)]);
        var grain = silo.Get<IEchoGrain>("Käthe / 1");

        Assert.Equal("Käthe / 1: hi hi", await grain.SayAsync("hi", 2));
        await grain.DoAsync();
        await grain.NothingAsync();
        Assert.Equal(3, await grain.CountAsync());
    }

    [Fact]
    public async Task Call_ByNumberAndByGuid_ReachesTheGrainOfThatKey()
    {
        await using var silo = await TestSilo.StartAsync([typeof(NumberGrain), typeof(GuidGrain)]);
        var guid = Guid.NewGuid();

        Assert.Equal(-7, await silo.Client.GetGrain<INumberGrain>(-7).KeyAsync());
        Assert.Equal(long.MaxValue, await silo.Client.GetGrain<INumberGrain>(long.MaxValue).KeyAsync());
        Assert.Equal(guid, await silo.Client.GetGrain<IGuidGrain>(guid).KeyAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ThatThrows_GivesTheCallerTheException(bool afterAwait)
    {
        await using var silo = await TestSilo.StartAsync([typeof(EchoGrain)]);
        silo.Probe.Release();

        var error = await Assert.ThrowsAsync<FormatException>(() => silo.Get<IEchoGrain>().FailAsync(afterAwait));
        Assert.Equal("as the grain threw it", error.Message);
        await Assert.ThrowsAsync<FormatException>(() => silo.Get<IEchoGrain>().FailAtOnceAsync());
        Assert.Equal(2, await silo.Get<IEchoGrain>().CountAsync());
    }

    [Fact]
    public async Task Call_ThatReturnsNullForATask_IsAnErrorThatNamesTheMethod()
    {
        await using var silo = await TestSilo.StartAsync([typeof(EchoGrain)]);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Get<IEchoGrain>().NullTaskAsync());
        Assert.Contains("IEchoGrain.NullTaskAsync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_CancelledByTheCaller_EndsAtOnceAndReachesTheGrain()
    {
        await using var silo = await TestSilo.StartAsync([typeof(EchoGrain)]);
        using var cancel = new CancellationTokenSource();

        var call = silo.Get<IEchoGrain>().WaitAsync(cancel.Token);
        Assert.Equal("waiting", await silo.Probe.NextAsync());
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("cancelled", await silo.Probe.NextAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silo.Get<IEchoGrain>().WaitAsync(cancel.Token));
    }

    [Fact]
    public async Task GetGrain_EmptyKeyOrUnknownInterface_IsRefused()
    {
        await using var silo = await TestSilo.StartAsync([typeof(EchoGrain)]);

        Assert.Throws<ArgumentException>(() => silo.Get<IEchoGrain>(""));
        var error = Assert.Throws<ArgumentException>(() => silo.Client.GetGrain<INumberGrain>(1));
        Assert.Contains(nameof(INumberGrain), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_BeforeTheHostStarted_IsRefused()
    {
        await using var silo = TestSilo.Create([typeof(EchoGrain)]);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => silo.Get<IEchoGrain>().DoAsync());
    }

    [Fact]
    public async Task References_ToTheSameGrain_AreEqual()
    {
        await using var silo = await TestSilo.StartAsync([typeof(EchoGrain)]);
        var one = silo.Get<IEchoGrain>("a");

        Assert.Equal(one, silo.Get<IEchoGrain>("a"));
        Assert.NotEqual(one, silo.Get<IEchoGrain>("b"));
        Assert.Equal("a", one.GetPrimaryKeyString());
        Assert.Equal("echo/a", one.GetGrainId().ToString());
    }

    internal sealed class EchoGrain(Probe probe) : Grain, IEchoGrain
    {
        private long _calls;

        public Task<string> SayAsync(string text, int times)
        {
            _calls++;
            return Task.FromResult($"{this.GetPrimaryKeyString()}: {string.Join(' ', Enumerable.Repeat(text, times))}");
        }

        public Task DoAsync()
        {
            _calls++;
            return Task.CompletedTask;
        }

        public async ValueTask<long> CountAsync()
        {
            await Task.Yield();
            return _calls;
        }

        public ValueTask NothingAsync()
        {
            _calls++;
            return ValueTask.CompletedTask;
        }

        public async Task<int> FailAsync(bool afterAwait)
        {
            _calls++;
            if (afterAwait)
                await Task.Yield();
            throw new FormatException("as the grain threw it");
        }

        public Task<int> FailAtOnceAsync()
        {
            _calls++;
            throw new FormatException("as the grain threw it");
        }

        public async Task<int> WaitAsync(CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(() => probe.Note("cancelled"));
            probe.Note("waiting");
            await probe.Gate;
            return 1;
        }

        public Task<int> NullTaskAsync() => null!;
    }

    internal sealed class NumberGrain : Grain, INumberGrain
    {
        public Task<long> KeyAsync() => Task.FromResult(this.GetPrimaryKeyLong());
    }

    internal sealed class GuidGrain : Grain, IGuidGrain
    {
        public Task<Guid> KeyAsync() => Task.FromResult(this.GetPrimaryKey());
    }
}
