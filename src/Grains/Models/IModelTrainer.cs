using BookRecs.Grains.Interfaces.Models;
using BookRecs.Recommender.Training;

namespace BookRecs.Grains.Models;

/// <summary>Trains a model on what the shop holds now.</summary>
public interface IModelTrainer
{
    /// <summary>Trains a model and writes its folder; takes long, and uses no thread of the caller.</summary>
    /// <param name="progress">Hears of each stage.</param>
    /// <param name="cancellationToken">Stops the training; nothing is left behind.</param>
    /// <returns>The model, not yet judged.</returns>
    Task<ModelEntry> TrainAsync(IProgress<TrainingProgress> progress, CancellationToken cancellationToken);
}
