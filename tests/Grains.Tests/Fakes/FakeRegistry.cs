using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>A registry that answers one question, when told to.</summary>
public sealed class FakeRegistry : IModelRegistryGrain
{
    public TaskCompletionSource<string?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string?> GetActiveVersionAsync() => Answer.Task;

    public Task<ModelRegistry> GetAsync() => throw new NotSupportedException();

    public Task<TrainingStatus> RequestTrainingAsync(string reason) => throw new NotSupportedException();

    public Task ReportTrainingAsync(TrainingStatus status) => throw new NotSupportedException();

    public Task<ModelEntry> RegisterAsync(ModelEntry model) => throw new NotSupportedException();

    public Task<ModelCommandResult> ActivateAsync(string version) => throw new NotSupportedException();

    public Task<ModelCommandResult> RollbackAsync() => throw new NotSupportedException();

    public Task SubscribeAsync(IModelObserver observer) => throw new NotSupportedException();
}
