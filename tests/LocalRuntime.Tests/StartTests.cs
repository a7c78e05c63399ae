using System.Collections.Immutable;
using BookRecs.LocalRuntime.Tests.Refused;
using BookRecs.LocalRuntime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>What would only fail in a cluster is refused at start-up, by name.</summary>
public sealed class StartTests
{
    public interface IGoodGrain : IGrainWithStringKey
    {
        Task<Good> CallAsync(
            ImmutableArray<Good> items, ImmutableDictionary<string, int?> counts, IGoodGrain other, CancellationToken cancellationToken);
    }

    [Fact]
    public async Task Start_AllowedTypes_Succeeds()
    {
        await using var silo = await TestSilo.StartAsync([typeof(GoodGrain)]);
        var good = new Good("a", DayOfWeek.Friday, 1.5m, new Point(1, 2));

        var answer = await silo.Get<IGoodGrain>().CallAsync(
            [good], ImmutableDictionary<string, int?>.Empty, silo.Get<IGoodGrain>(), TestContext.Current.CancellationToken);

        Assert.Same(good, answer);
    }

    [Fact]
    public async Task Start_RefusedTypes_AreAllNamedInOneError()
    {
        await using var silo = TestSilo.Create([typeof(BadGrain)]);

        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(silo.StartAsync);

        string[] expected =
        [
            "IBadGrain.ArrayAsync, parameter 'values': System.Int32[] is an array",
            "IBadGrain.ListAsync, result: System.Collections.Generic.List`1[System.String] is not allowed",
            "IBadGrain.PlainClassAsync, parameter 'value': BookRecs.LocalRuntime.Tests.Refused.PlainClass is not allowed",
            "IBadGrain.Synchronous returns System.Int32; it must return Task",
            "IBadGrain.TokenFirstAsync, parameter 'token': a CancellationToken must be the last parameter",
            "IBadGrain.EightAsync has 8 parameters; the most is 7",
            "IBadGrain.GenericAsync: the method must not be generic",
            "Unmarked is not marked [GenerateSerializer]",
            "Unmarked is not marked [Immutable]",
            "Unmarked.Name has no [Id]",
            "Settable.Name can be changed; it must be init-only or readonly",
            "TwiceNumbered.Second has the same [Id(0)] as First",
            "Nested.Inner: System.Object is not allowed",
            "WritableStruct is a struct that is not readonly",
            "immutable record marked [GenerateSerializer, Immutable]",
        ];
        foreach (var part in expected)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InterfaceWithoutAClassOrWithSeveral_IsRefused()
    {
        await using var silo = TestSilo.Create([typeof(FirstGrain), typeof(SecondGrain), typeof(ILonelyGrain)]);

        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(silo.StartAsync);

        Assert.Contains("ILonelyGrain: no grain class implements it", error.Message, StringComparison.Ordinal);
        Assert.Contains("ISharedGrain: several grain classes implement it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MissingDependencyOrStorage_IsRefused()
    {
        await using var silo = TestSilo.Create([typeof(NeedyGrain)]);

        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(silo.StartAsync);

        Assert.Contains("no service of type System.IO.TextWriter is registered", error.Message, StringComparison.Ordinal);
        Assert.Contains("no storage is named 'nowhere'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SettingsOutOfBounds_AreNamedWithValueAndRule()
    {
        await using var silo = TestSilo.Create([typeof(GoodGrain)], builder => builder
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.Zero)
            .Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 0)
            .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromSeconds(5))
            .Configure<LocalRuntimeOptions>(options => options.MaxActivations = -1));

        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(silo.StartAsync);

        string[] expected =
        [
            "SiloMessagingOptions.ResponseTimeout is 00:00:00; it must be more than 0",
            "SiloMessagingOptions.MaxEnqueuedRequestsHardLimit is 0; it must be at least 1",
            "GrainCollectionOptions.CollectionAge is 00:00:05; it must be longer",
            "LocalRuntimeOptions.MaxActivations is -1; it must be at least 1",
        ];
        foreach (var part in expected)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_HoldTheFactoryAndTheClient()
    {
        await using var silo = await TestSilo.StartAsync([typeof(GoodGrain)], builder => builder.UseLocalhostClustering());

        Assert.Same(silo.Services.GetRequiredService<IGrainFactory>(), silo.Services.GetRequiredService<IClusterClient>());
    }

    [GenerateSerializer, Immutable]
    public sealed record Good(
        [property: Id(0)] string Name, [property: Id(1)] DayOfWeek Day, [property: Id(2)] decimal? Price, [property: Id(3)] Point Place);

    [GenerateSerializer, Immutable]
    public readonly record struct Point([property: Id(0)] int X, [property: Id(1)] int Y);

    internal sealed class GoodGrain : Grain, IGoodGrain
    {
        public Task<Good> CallAsync(
            ImmutableArray<Good> items, ImmutableDictionary<string, int?> counts, IGoodGrain other, CancellationToken cancellationToken) =>
            Task.FromResult(items[0]);
    }
}
