using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Training;

/// <summary>From interactions to a model in a models folder: measure on a holdout, fit on everything, write.</summary>
public static class TrainingPipeline
{
    /// <summary>Trains a model and writes it as a new version.</summary>
    /// <param name="data">What to train on; at least one interaction.</param>
    /// <param name="options">The settings.</param>
    /// <param name="modelsPath">The folder of all versions; made where it does not exist.</param>
    /// <param name="time">Names and dates the version.</param>
    /// <param name="progress">Hears of each stage, one call at a time, from the threads of the training.</param>
    /// <param name="isSynthetic">True when the data was generated; noted in the manifest.</param>
    /// <param name="cancellationToken">Stops the training; nothing is left behind.</param>
    /// <returns>The manifest of the new version, whose folder is <see cref="ModelFolder.PathOf"/> of its version.</returns>
    /// <exception cref="ArgumentException">A setting breaks its rule.</exception>
    /// <exception cref="InvalidDataException">The data holds no interaction.</exception>
    /// <exception cref="IOException">The model cannot be written; no half model is left behind.</exception>
    public static ModelManifest Train(
        TrainingData data,
        TrainingOptions options,
        string modelsPath,
        TimeProvider time,
        IProgress<TrainingProgress>? progress = null,
        bool isSynthetic = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(modelsPath);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        if (data.Interactions.EntryCount == 0)
            throw new InvalidDataException("there is no interaction to train on: import data or let readers act first");
        return new TrainingRun(data, options, modelsPath, time, progress, isSynthetic, cancellationToken).Execute();
    }
}
