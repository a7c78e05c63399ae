using BookRecs.Cli.Output;
using BookRecs.Recommender.Training;

namespace BookRecs.Cli.Train;

/// <summary>Shows a training as one step after the other.</summary>
internal sealed class TrainingSteps(IProgressSteps steps) : IProgress<TrainingProgress>, IDisposable
{
    private string? _stage;
    private IProgressStep? _step;

    public void Report(TrainingProgress value)
    {
        if (_stage == value.Stage)
            return;
        _step?.Dispose();
        _stage = value.Stage;
        _step = value.Fraction < 1 ? steps.Begin(value.Stage) : null;
    }

    public void Dispose() => _step?.Dispose();
}
