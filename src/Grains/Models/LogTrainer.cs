using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>
/// Trains on the transaction log and the catalogue, on a thread of its own; while a model serves, one processor stays free for it.
/// </summary>
/// <param name="log">The acts.</param>
/// <param name="catalogue">The books.</param>
/// <param name="models">The silo's model.</param>
/// <param name="store">Makes the new model available to the other silos.</param>
/// <param name="modelOptions">The models' folder.</param>
/// <param name="options">The settings of the training.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of records that tell little.</param>
public sealed class LogTrainer(
    ITransactionLog log,
    ICatalogueStore catalogue,
    ModelHost models,
    IModelStore store,
    ModelOptions modelOptions,
    TrainingOptions options,
    TimeProvider time,
    ILogger<LogTrainer> logger) : IModelTrainer
{
    /// <inheritdoc/>
    public async Task<ModelEntry> TrainAsync(IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var summary = await log.GetSummaryAsync(cancellationToken);
        var outcome = new TaskCompletionSource<ModelEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Train(progress, summary.IsSynthetic, outcome, cancellationToken))
        {
            IsBackground = true,
            Name = "BookRecs training",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return await outcome.Task;
    }

    private void Train(
        IProgress<TrainingProgress> progress,
        bool isSynthetic,
        TaskCompletionSource<ModelEntry> outcome,
        CancellationToken cancellationToken)
    {
        try
        {
            progress.Report(new TrainingProgress("read log and catalogue", 0));
            var data = Read(cancellationToken);
            var manifest = TrainingPipeline.Train(data, Settings(), modelOptions.Path, time, progress, isSynthetic, cancellationToken);
            if (manifest.Data.ContentLift is { IsFaint: true, Popular: { } lift })
                GrainsLog.RecordsTellLittle(logger, manifest.Version, lift);
            store.Publish(manifest.Version);
            outcome.SetResult(FolderModelStore.Describe(manifest));
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
        {
            outcome.SetCanceled(error.CancellationToken);
        }
        catch (Exception error)
        {
            outcome.SetException(error);
        }
    }

    /// <summary>While no model serves, readers wait: the settings of the sources are then taken as they are.</summary>
    private TrainingOptions Settings() => models.Version is null
        ? options with { Candidates = options.Candidates with { Engine = options.Candidates.Engine with { TuningBudget = TimeSpan.Zero } } }
        : options with { Threads = Math.Max(1, Math.Min(options.Threads, Environment.ProcessorCount - 1)) };

    private TrainingData Read(CancellationToken cancellationToken)
    {
        var builder = new TrainingDataBuilder();
        foreach (var book in catalogue.ReadAll(cancellationToken))
            builder.Add(book);
        foreach (var interaction in log.ReadInteractions(cancellationToken))
            builder.Add(interaction);
        return builder.Build();
    }
}
