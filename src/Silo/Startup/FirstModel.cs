using BookRecs.Grains;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Grains.Topics;

namespace BookRecs.Silo.Startup;

/// <summary>Sees to it that a model serves: the registry's, one that lies in the folder, or a newly trained one.</summary>
internal sealed class FirstModel(
    IGrainFactory grains, ModelHost models, ModelFolderScan scan, StartStage stage, TimeProvider time, TextWriter console)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TopicsInterval = TimeSpan.FromSeconds(1);

    /// <summary>Waits until a model serves.</summary>
    /// <returns>False when the training failed; the service then goes on without a model, and a later training can mend it.</returns>
    public async Task<bool> EnsureAsync(CancellationToken cancellationToken)
    {
        stage.Text = "loading the model";
        var registry = grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);
        var view = await scan.RunAsync(cancellationToken);
        if (view.ActiveVersion is not null)
            await RepeatedCall.RunAsync(() => models.CheckAsync(registry), time, cancellationToken);
        if (models.Version is not null)
            return true;
        if (models.LoadError is { } damage)
            await console.WriteLineAsync($"The active model cannot be loaded, so a new one is trained: {damage}");
        var training = await RequestAsync(registry, view.ActiveVersion is null ? "first_start" : "damaged_model", cancellationToken);
        training = await WaitAsync(registry, training, cancellationToken);
        if (training.State == TrainingState.Succeeded)
            await RepeatedCall.RunAsync(() => models.CheckAsync(registry), time, cancellationToken);
        if (models.Version is not null)
            return true;
        stage.Text = $"the training failed: {training.Error ?? models.LoadError}";
        await console.WriteLineAsync($"No model serves: {stage.Text}. POST /v1/models/retrain tries again.");
        return false;
    }

    // The request goes over a topic, whose transport may come up after this process.
    private async Task<TrainingStatus> RequestAsync(IModelRegistryGrain registry, string reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await RepeatedCall.RunAsync(() => registry.RequestTrainingAsync(reason), time, cancellationToken);
            }
            catch (TopicsUnavailableException error)
            {
                stage.Text = $"a training cannot be asked for yet: {error.Message}";
                await Task.Delay(TopicsInterval, time, cancellationToken);
            }
        }
    }

    private async Task<TrainingStatus> WaitAsync(IModelRegistryGrain registry, TrainingStatus training, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        var told = "";
        while (training.State is TrainingState.Queued or TrainingState.Running)
        {
            var text = FormattableString.Invariant($"training a model: {training.Stage}");
            stage.Text = FormattableString.Invariant($"{text} ({training.Fraction:P0})");
            if (text != told)
                await console.WriteLineAsync(FormattableString.Invariant($"  {training.Fraction,4:P0}  {training.Stage}"));
            told = text;
            await timer.WaitForNextTickAsync(cancellationToken);
            if (models.Version is not null)
                break;

            // The registry knows trainings in memory alone: where it moved to another silo, it is asked again.
            training = (await RepeatedCall.RunAsync(registry.GetAsync, time, cancellationToken)).Training
                ?? await RequestAsync(registry, training.Reason, cancellationToken);
        }

        return training;
    }
}
