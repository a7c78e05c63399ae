using BookRecs.Cli.Output;
using BookRecs.Recommender.Training;

namespace BookRecs.Cli.Train;

/// <summary>
/// Shows a training as one step from beginning to end, so that the time left is that of all its stages. It counts in interactions: a
/// part of the work that is done stands for the same part of them.
/// </summary>
internal sealed class TrainingSteps(IProgressSteps steps, long interactions) : IProgress<TrainingProgress>, IDisposable
{
    private readonly IProgressStep _step = steps.Begin("train", ProgressUnit.Rows, interactions);

    public void Report(TrainingProgress value)
    {
        var done = (long)(value.Fraction * interactions);
        _step.Describe(value.Fraction < 1 ? $"train: {value.Stage}" : "train");
        _step.Report(done, done);
    }

    public void Dispose() => _step.Dispose();
}
