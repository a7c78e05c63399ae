using System.Collections.Concurrent;
using System.Text;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Grains.Topics;
using BookRecs.Recommender.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BookRecs.Grains.Tests.Models;

public sealed class TrainerServiceTests
{
    private readonly FakeModelStore _store = new();
    private readonly SteeredTrainer _trainer = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_EndsWithAServingModel()
    {
        await using var silo = await StartAsync();
        var training = await silo.Registry.RequestTrainingAsync("http");
        (await _trainer.NextAsync()).SetResult(_store.Add("v1"));
        var ended = await silo.Registry.WhenEndedAsync();
        Assert.Equal(training.TrainingId, ended.TrainingId);
        Assert.Equal((TrainingState.Succeeded, "v1", 1.0), (ended.State, ended.Version, ended.Fraction));
        Assert.Equal("v1", await silo.Registry.GetActiveVersionAsync());
    }

    [Fact]
    public async Task Request_WhileOneRuns_JoinsIt()
    {
        await using var silo = await StartAsync();
        var first = await silo.Registry.RequestTrainingAsync("http");
        var run = await _trainer.NextAsync();
        var second = await silo.Registry.RequestTrainingAsync("topic");
        Assert.Equal((first.TrainingId, TrainingState.Running), (second.TrainingId, second.State));
        run.SetResult(_store.Add("v1"));
        await silo.Registry.WhenEndedAsync();
        Assert.Equal(1, _trainer.Runs);
    }

    [Fact]
    public async Task Training_ThatFails_IsVisibleAndTheNextOneRuns()
    {
        await using var silo = await StartAsync();
        await silo.Registry.RequestTrainingAsync("http");
        (await _trainer.NextAsync()).SetException(new InvalidDataException("there is no interaction to train on"));
        var failed = await silo.Registry.WhenEndedAsync();
        Assert.Equal((TrainingState.Failed, "there is no interaction to train on"), (failed.State, failed.Error));
        await silo.Registry.RequestTrainingAsync("http");
        (await _trainer.NextAsync()).SetResult(_store.Add("v1"));
        Assert.Equal(TrainingState.Succeeded, (await silo.Registry.WhenEndedAsync()).State);
        Assert.Empty(silo.Topics.Failures);
    }

    [Fact]
    public async Task Training_WhoseProcessStops_IsQueuedForTheNextOneThatTakesItsRecord()
    {
        await using var silo = await StartAsync();
        var training = await silo.Registry.RequestTrainingAsync("http");
        await _trainer.NextAsync();
        var services = silo.Host.Silos.Select(static one => one.GetServices<IHostedService>().OfType<TrainerService>().Single()).ToArray();
        foreach (var service in services)
            await service.StopAsync(Cancelled);
        Assert.Equal((training.TrainingId, TrainingState.Queued), ((await silo.Registry.GetAsync()).Training!.TrainingId, (await silo.Registry.GetAsync()).Training!.State));

        var record = RetrainRequest.ToRecord(new RetrainRequest("http", training.TrainingId));
        await silo.Topics.PublishAsync(TopicNames.RetrainModel, record, Cancelled);
        foreach (var service in services)
            await service.StartAsync(Cancelled);
        (await _trainer.NextAsync()).SetResult(_store.Add("v1"));
        Assert.Equal((training.TrainingId, TrainingState.Succeeded), ((await silo.Registry.WhenEndedAsync()).TrainingId, (await silo.Registry.WhenEndedAsync()).State));
    }

    [Fact]
    public async Task Record_FromOutside_IsATrainingToo()
    {
        await using var silo = await StartAsync();
        var record = new TopicRecord("", Encoding.UTF8.GetBytes("""{"version":1,"reason":"nightly"}"""));
        await silo.Topics.PublishAsync(TopicNames.RetrainModel, record, Cancelled);
        (await _trainer.NextAsync()).SetResult(_store.Add("v1"));
        Assert.Equal("nightly", (await silo.Registry.WhenEndedAsync()).Reason);
    }

    [Fact]
    public async Task Record_ThatIsNotOurs_FailsWithTheReason()
    {
        await using var silo = await StartAsync();
        await silo.Topics.PublishAsync(TopicNames.RetrainModel, new TopicRecord("", "nonsense"u8.ToArray()), Cancelled);
        await silo.Registry.RequestTrainingAsync("http");
        (await _trainer.NextAsync()).SetResult(_store.Add("v1"));
        Assert.IsType<InvalidDataException>(Assert.Single(silo.Topics.Failures));
    }

    private Task<TestSilo> StartAsync() => TestSilo.StartAsync(time => new MemoryShop(time), _store, null, services =>
    {
        services.AddSingleton<IModelTrainer>(_trainer);
        services.AddHostedService<TrainerService>();
    });

    private sealed class SteeredTrainer : IModelTrainer
    {
        private readonly ConcurrentQueue<TaskCompletionSource<ModelEntry>> _runs = new();
        private readonly SemaphoreSlim _begun = new(0);
        private int _count;

        public int Runs => _count;

        public Task<ModelEntry> TrainAsync(IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            var run = new TaskCompletionSource<ModelEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
            progress.Report(new TrainingProgress("fit", 0.5));
            _runs.Enqueue(run);
            _begun.Release();
            return run.Task.WaitAsync(cancellationToken);
        }

        public async Task<TaskCompletionSource<ModelEntry>> NextAsync()
        {
            await _begun.WaitAsync(Cancelled);
            return _runs.TryDequeue(out var run) ? run : throw new InvalidOperationException("a run was announced and is not there");
        }
    }
}
