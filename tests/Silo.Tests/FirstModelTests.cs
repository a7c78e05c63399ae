using System.Reflection;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Silo.Startup;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Silo.Tests;

public sealed class FirstModelTests : IDisposable
{
    private readonly FakeModelStore _store = new();
    private readonly ForgetfulRegistry _registry = new();
    private readonly ModelHost _models;

    public FirstModelTests() =>
        _models = new ModelHost(_store, new MemoryShop(TimeProvider.System), NullLogger<ModelHost>.Instance);

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Ensure_WhenTheRegistryForgotTheTraining_AsksForAnother()
    {
        _registry.OnRequest = request =>
        {
            if (request == 2)
                _registry.ActiveVersion = _store.Add("v1").Version;
            return request == 2 ? TrainingState.Succeeded : TrainingState.Running;
        };
        Assert.True(await First().EnsureAsync(TestContext.Current.CancellationToken));
        Assert.Equal((2, "v1"), (_registry.Requests, _models.Version));
    }

    [Fact]
    public async Task Ensure_WhenAModelServesMeanwhile_WaitsForNoTraining()
    {
        _registry.OnRequest = _ =>
        {
            _store.Add("v1");
            _models.OnActivatedAsync("v1").GetAwaiter().GetResult();
            return TrainingState.Running;
        };
        Assert.True(await First().EnsureAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _registry.Requests);
    }

    private FirstModel First()
    {
        var grains = DispatchProxy.Create<IGrainFactory, OneGrain>();
        ((OneGrain)grains).Grain = _registry;
        var scan = new ModelFolderScan(_store, grains, TimeProvider.System, NullLogger<ModelFolderScan>.Instance);
        return new FirstModel(grains, _models, scan, new StartStage(), TimeProvider.System, TextWriter.Null);
    }

    /// <summary>A factory that gives the same grain whatever is asked for.</summary>
    private class OneGrain : DispatchProxy
    {
        public object? Grain { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Grain;
    }

    /// <summary>A registry that remembers no training, as one that has just moved to another silo.</summary>
    private sealed class ForgetfulRegistry : IModelRegistryGrain
    {
        public Func<int, TrainingState> OnRequest { get; set; } = static _ => TrainingState.Running;

        public int Requests { get; private set; }

        public string? ActiveVersion { get; set; }

        public Task<ModelRegistry> GetAsync() => Task.FromResult(new ModelRegistry(ActiveVersion, [], null));

        public Task<string?> GetActiveVersionAsync() => Task.FromResult(ActiveVersion);

        public Task<TrainingStatus> RequestTrainingAsync(string reason)
        {
            var state = OnRequest(++Requests);
            return Task.FromResult(new TrainingStatus($"t{Requests}", state, "fit", 0.5, reason, DateTimeOffset.UnixEpoch, null, null, null));
        }

        public Task ReportTrainingAsync(TrainingStatus status) => throw new NotSupportedException();

        public Task<ModelEntry> RegisterAsync(ModelEntry model) => throw new NotSupportedException();

        public Task<ModelCommandResult> ActivateAsync(string version) => throw new NotSupportedException();

        public Task<ModelCommandResult> RollbackAsync() => throw new NotSupportedException();

        public Task SubscribeAsync(IModelObserver observer) => Task.CompletedTask;
    }
}
