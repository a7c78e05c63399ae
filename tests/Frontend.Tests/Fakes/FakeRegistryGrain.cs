using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>A registry with the models v1 and v2, of which v2 serves, and damaged, which cannot.</summary>
public sealed class FakeRegistryGrain : IModelRegistryGrain
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private string _active = "v2";
    private TrainingStatus? _training;

    /// <summary>When set, every call fails with it.</summary>
    public Exception? Failure { get; set; }

    public Task<ModelRegistry> GetAsync() => Answer(() => new ModelRegistry(
        _active,
        [.. new[] { "v2", "v1" }.Select(v => new ModelEntry(
            v,
            Noon,
            v == _active ? ModelStatus.Active : ModelStatus.Admitted,
            "better than before",
            ImmutableDictionary<string, double>.Empty.Add("warm.ndcg@10", 0.25).Add("overall.ndcg@10", 0.125).Add("cold.ndcg@10", double.NaN),
            10,
            20,
            30))],
        _training));

    public Task<string?> GetActiveVersionAsync() => throw new NotSupportedException();

    public Task<TrainingStatus> RequestTrainingAsync(string reason) => Answer(() =>
        _training ??= new TrainingStatus("t1", TrainingState.Queued, "queued", 0, reason, Noon, null, null, null));

    public Task ReportTrainingAsync(TrainingStatus status) => throw new NotSupportedException();

    public Task<ModelEntry> RegisterAsync(ModelEntry model) => throw new NotSupportedException();

    public Task<ModelCommandResult> ActivateAsync(string version) => Answer(() =>
    {
        if (version == "damaged")
            return new ModelCommandResult(ModelCommandOutcome.Unusable, _active);
        if (version is not ("v1" or "v2"))
            return new ModelCommandResult(ModelCommandOutcome.UnknownVersion, _active);
        _active = version;
        return new ModelCommandResult(ModelCommandOutcome.Done, _active);
    });

    public Task<ModelCommandResult> RollbackAsync() => Answer(() =>
    {
        if (_active == "v1")
            return new ModelCommandResult(ModelCommandOutcome.NothingToRollBackTo, _active);
        _active = "v1";
        return new ModelCommandResult(ModelCommandOutcome.Done, _active);
    });

    public Task SubscribeAsync(IModelObserver observer) => throw new NotSupportedException();

    private Task<T> Answer<T>(Func<T> answer) => Failure is null ? Task.FromResult(answer()) : Task.FromException<T>(Failure);
}
