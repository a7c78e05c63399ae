using BookRecs.Recommender.Training;

namespace BookRecs.Grains.Models;

/// <summary>A trained model by which several engines rank, each with another catalogue; it is closed with the last of them.</summary>
/// <param name="model">The model, owned from now on; the maker holds the first share.</param>
internal sealed class SharedModel(TrainedModel model) : IDisposable
{
    private int _shares = 1;

    /// <summary>The model.</summary>
    public TrainedModel Model => model;

    /// <summary>Takes one more share, on behalf of somebody who holds one.</summary>
    public SharedModel Share()
    {
        Interlocked.Increment(ref _shares);
        return this;
    }

    /// <summary>Gives a share back.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _shares) == 0)
            model.Dispose();
    }
}
