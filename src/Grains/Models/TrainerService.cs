using System.Threading.Channels;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Topics;
using BookRecs.Recommender.Training;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>
/// Consumes <see cref="TopicNames.RetrainModel"/>: trains beside serving, reports to the registry and registers the model. A
/// training that fails is reported as failed and harms nothing else.
/// </summary>
/// <param name="topics">Where trainings are asked for.</param>
/// <param name="grains">Finds the registry.</param>
/// <param name="trainer">Trains.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of trainings.</param>
public sealed class TrainerService(
    ITopics topics, IGrainFactory grains, IModelTrainer trainer, TimeProvider time, ILogger<TrainerService> logger) : IHostedService
{
    /// <summary>The consumer group.</summary>
    public const string Group = "trainer";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private IAsyncDisposable? _subscription;

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);

    /// <summary>Joins the consumer group.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = topics.Subscribe(TopicNames.RetrainModel, Group, HandleAsync);
        return Task.CompletedTask;
    }

    /// <summary>Stops a training under way, which is queued again, and leaves the group.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_subscription is not null)
            await _subscription.DisposeAsync();
    }

    private async Task HandleAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        var request = RetrainRequest.Parse(record);
        if (request.TrainingId is null)
        {
            // Not awaited: the registry publishes to this very topic, and waits while its queue is full.
            _ = ForwardAsync(request.Reason);
            return;
        }

        var registry = await RepeatedCall.RunAsync(Registry.GetAsync, time, cancellationToken);
        if (registry.Training is { State: TrainingState.Queued } training && training.TrainingId == request.TrainingId)
            await RunAsync(training, cancellationToken);
    }

    private async Task ForwardAsync(string reason)
    {
        try
        {
            await Registry.RequestTrainingAsync(reason);
        }
        catch (Exception error)
        {
            GrainsLog.TrainingNotRequested(logger, error.Message);
        }
    }

    private async Task RunAsync(TrainingStatus queued, CancellationToken cancellationToken)
    {
        var running = queued with { State = TrainingState.Running, Stage = "begin" };
        await RepeatedCall.RunAsync(() => Registry.ReportTrainingAsync(running), time, cancellationToken);
        GrainsLog.TrainingBegins(logger, queued.TrainingId, queued.Reason);
        var start = time.GetTimestamp();
        var progress = new LatestProgress();
        var reports = ReportAsync(progress.Reader, running);
        try
        {
            var model = await trainer.TrainAsync(progress, cancellationToken);
            await progress.CompleteAsync(reports);
            await TryReportAsync(running with { Stage = "register", Fraction = 1 });
            var trained = model;
            model = await RepeatedCall.RunAsync(() => Registry.RegisterAsync(trained), time, cancellationToken);
            var done = running with
            {
                State = TrainingState.Succeeded,
                Stage = "done",
                Fraction = 1,
                FinishedAt = time.GetUtcNow(),
                Version = model.Version,
            };
            await RepeatedCall.RunAsync(() => Registry.ReportTrainingAsync(done), time, cancellationToken);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            GrainsMetrics.Trainings.Add(1, GrainsMetrics.Outcome("succeeded"));
            GrainsMetrics.TrainingDuration.Record(seconds);
            GrainsLog.TrainingSucceeded(logger, queued.TrainingId, model.Version, seconds);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its record goes to another process, where there is one, which trains what is queued.
            await progress.CompleteAsync(reports);
            await TryReportAsync(running with { State = TrainingState.Queued, Stage = "queued again: its process stopped" });
            throw;
        }
        catch (Exception error)
        {
            await progress.CompleteAsync(reports);
            GrainsMetrics.Trainings.Add(1, GrainsMetrics.Outcome("failed"));
            GrainsLog.TrainingFailed(logger, queued.TrainingId, error);
            var failed = running with
            {
                State = TrainingState.Failed,
                Stage = "failed",
                FinishedAt = time.GetUtcNow(),
                Error = error.Message,
            };
            await RepeatedCall.RunAsync(() => Registry.ReportTrainingAsync(failed), time, cancellationToken);
        }
        finally
        {
            await progress.CompleteAsync(reports);
        }
    }

    private async Task ReportAsync(ChannelReader<TrainingProgress> progress, TrainingStatus running)
    {
        var next = progress.WaitToReadAsync().AsTask();
        while (true)
        {
            try
            {
                if (!await next.WaitAsync(Heartbeat, time))
                    return;
                if (progress.TryRead(out var latest))
                    running = running with { Stage = latest.Stage, Fraction = latest.Fraction };
                next = progress.WaitToReadAsync().AsTask();
            }
            catch (TimeoutException)
            {
                // Nothing new: the same word again shows the registry that the training lives.
            }

            await TryReportAsync(running);
        }
    }

    private async Task TryReportAsync(TrainingStatus running)
    {
        try
        {
            await Registry.ReportTrainingAsync(running);
        }
        catch (Exception error)
        {
            GrainsLog.ProgressNotReported(logger, running.TrainingId, error.Message);
        }
    }

    /// <summary>Hands the latest word of the training's thread to the reporting loop; older words that were not read are dropped.</summary>
    private sealed class LatestProgress : IProgress<TrainingProgress>
    {
        private readonly Channel<TrainingProgress> _channel = Channel.CreateBounded<TrainingProgress>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public ChannelReader<TrainingProgress> Reader => _channel.Reader;

        public void Report(TrainingProgress value) => _channel.Writer.TryWrite(value);

        public Task CompleteAsync(Task reports)
        {
            _channel.Writer.TryComplete();
            return reports;
        }
    }
}
