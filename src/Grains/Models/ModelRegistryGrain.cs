using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>Which models there are and which one serves; see <see cref="RegistryState"/> for the rules.</summary>
/// <param name="state">What outlives the process.</param>
/// <param name="store">The models' folders.</param>
/// <param name="topics">Where trainings are asked for and changes are told.</param>
/// <param name="options">Retention and the gate's tolerance.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of the gate's decisions.</param>
public sealed class ModelRegistryGrain(
    [PersistentState("registry")] IPersistentState<RegistryState> state,
    IModelStore store,
    ITopics topics,
    ModelOptions options,
    TimeProvider time,
    ILogger<ModelRegistryGrain> logger) : Grain, IModelRegistryGrain
{
    private static readonly TimeSpan SubscriptionLifetime = TimeSpan.FromMinutes(5);

    private readonly ModelGate _gate = new(options.Tolerance);
    private readonly TrainingBoard _trainings = new(TimeSpan.FromSeconds(options.TrainingSilenceSeconds), time);
    private readonly ObserverSet _observers = new(SubscriptionLifetime, time);

    /// <inheritdoc/>
    public Task<ModelRegistry> GetAsync() =>
        Task.FromResult(new ModelRegistry(state.State.ActiveVersion, state.State.Models, _trainings.Last));

    /// <inheritdoc/>
    public Task<string?> GetActiveVersionAsync() => Task.FromResult(state.State.ActiveVersion);

    /// <inheritdoc/>
    public async Task<TrainingStatus> RequestTrainingAsync(string reason)
    {
        var (training, isNew) = _trainings.Request(reason);
        if (!isNew)
            return training;
        try
        {
            await topics.PublishAsync(TopicNames.RetrainModel, RetrainRequest.ToRecord(new RetrainRequest(reason, training.TrainingId)));
        }
        catch (Exception error)
        {
            _trainings.End($"the request could not be published: {error.Message}");
            throw;
        }

        return training;
    }

    /// <inheritdoc/>
    public Task ReportTrainingAsync(TrainingStatus status)
    {
        _trainings.Report(status);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ModelEntry> RegisterAsync(ModelEntry model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (state.State.Find(model.Version) is { } known)
            return known;
        var decision = await JudgeAsync(model);
        GrainsLog.ModelJudged(logger, model.Version, decision.Text);
        var judged = model with { Status = decision.Admitted ? ModelStatus.Admitted : ModelStatus.Refused, Decision = decision.Text };
        var next = state.State.Add(judged);
        await ChangeAsync(decision.Admitted ? next.Activate(model.Version) : next);
        return state.State.Find(model.Version) ?? judged;
    }

    /// <inheritdoc/>
    public async Task<ModelCommandResult> ActivateAsync(string version)
    {
        if (state.State.Find(version) is null)
            return Result(ModelCommandOutcome.UnknownVersion);
        if (await FindDamageAsync(version) is not null)
            return Result(ModelCommandOutcome.Unusable);
        await ChangeAsync(state.State.Activate(version));
        return Result(ModelCommandOutcome.Done);
    }

    /// <inheritdoc/>
    public async Task<ModelCommandResult> RollbackAsync()
    {
        if (state.State.PreviousVersion is not { } previous)
            return Result(ModelCommandOutcome.NothingToRollBackTo);
        if (await FindDamageAsync(previous) is not null)
            return Result(ModelCommandOutcome.Unusable);
        await ChangeAsync(state.State.Rollback());
        return Result(ModelCommandOutcome.Done);
    }

    /// <inheritdoc/>
    public Task SubscribeAsync(IModelObserver observer)
    {
        _observers.Subscribe(observer);
        return Task.CompletedTask;
    }

    private ModelCommandResult Result(ModelCommandOutcome outcome) => new(outcome, state.State.ActiveVersion);

    private async Task<GateDecision> JudgeAsync(ModelEntry model)
    {
        if (await FindDamageAsync(model.Version) is { } damage)
            return new GateDecision(false, $"refused: it cannot be loaded: {damage}");
        var active = state.State.Find(state.State.ActiveVersion);
        if (active is not null && await FindDamageAsync(active.Version) is { } activeDamage)
            return new GateDecision(true, $"admitted: the active model {active.Version} cannot be loaded: {activeDamage}");
        return _gate.Judge(model, active);
    }

    private async Task<string?> FindDamageAsync(string version)
    {
        try
        {
            await Task.Run(() => store.Verify(version));
            return null;
        }
        catch (Exception error) when (ModelHost.IsDamage(error))
        {
            return error.Message;
        }
    }

    private async Task ChangeAsync(RegistryState next)
    {
        var before = state.State;
        var kept = next.Retire(options.Keep);
        try
        {
            state.State = kept;
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            throw;
        }

        if (kept.ActiveVersion is { } active && active != before.ActiveVersion)
            await TellAsync(active);
        var forgotten = next.Models.Select(model => model.Version).Where(version => kept.Find(version) is null).ToArray();
        if (forgotten.Length > 0)
            await Task.Run(() => store.Delete(forgotten));
    }

    private async Task TellAsync(string version)
    {
        await Task.WhenAll(_observers.Current().Select(observer => TellAsync(observer, version)));
        await PublishAsync(version);
    }

    // The model serves whether or not the topic takes the word.
    private async Task PublishAsync(string version)
    {
        try
        {
            await topics.PublishAsync(TopicNames.ModelUpdated, ModelUpdated.ToRecord(version));
        }
        catch (TopicsUnavailableException error)
        {
            GrainsLog.UpdateNotPublished(logger, version, error.Message);
        }
    }

    private async Task TellAsync(IModelObserver observer, string version)
    {
        try
        {
            await observer.OnActivatedAsync(version).WaitAsync(TimeSpan.FromSeconds(options.LoadWaitSeconds), time);
        }
        catch (Exception error)
        {
            _observers.Remove(observer);
            GrainsLog.SiloNotTold(logger, version, error.Message);
        }
    }
}
