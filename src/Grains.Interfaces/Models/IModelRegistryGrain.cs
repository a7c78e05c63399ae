namespace BookRecs.Grains.Interfaces.Models;

/// <summary>Which models there are and which one serves. One grain, by <see cref="Key"/>.</summary>
[Alias("bookrecs.model_registry")]
public interface IModelRegistryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "models";

    /// <summary>How long a command may take: files are fetched and checked, and every silo loads them before it ends.</summary>
    const string CommandTimeout = "00:00:30";

    /// <summary>All models, the active one and the training under way.</summary>
    [Alias("get")]
    Task<ModelRegistry> GetAsync();

    /// <summary>The version that serves, or null; cheap, for a timer.</summary>
    [Alias("active_version")]
    Task<string?> GetActiveVersionAsync();

    /// <summary>Asks for a training; one that is queued or running already answers for this request too.</summary>
    /// <param name="reason">Who or what asked, such as "http" or "first_start".</param>
    [Alias("request_training")]
    Task<TrainingStatus> RequestTrainingAsync(string reason);

    /// <summary>Tells how far the training is.</summary>
    [Alias("report_training")]
    Task ReportTrainingAsync(TrainingStatus status);

    /// <summary>Adds a trained model and, when the gate admits it, makes it serve.</summary>
    /// <returns>The model with the gate's decision.</returns>
    [Alias("register"), ResponseTimeout(CommandTimeout)]
    Task<ModelEntry> RegisterAsync(ModelEntry model);

    /// <summary>Makes a registered model serve, whatever the gate said of it.</summary>
    [Alias("activate"), ResponseTimeout(CommandTimeout)]
    Task<ModelCommandResult> ActivateAsync(string version);

    /// <summary>Makes the model serve that served before the present one.</summary>
    [Alias("rollback"), ResponseTimeout(CommandTimeout)]
    Task<ModelCommandResult> RollbackAsync();

    /// <summary>Tells the observer of every change of the active model; repeat it within 5 minutes to stay subscribed.</summary>
    [Alias("subscribe")]
    Task SubscribeAsync(IModelObserver observer);
}
