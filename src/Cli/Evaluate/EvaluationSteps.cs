using BookRecs.Cli.Output;
using BookRecs.Recommender.Evaluation;

namespace BookRecs.Cli.Evaluate;

/// <summary>Shows an evaluation as steps: each fit, and each model's lists.</summary>
internal sealed class EvaluationSteps(IProgressSteps steps) : IProgress<EvaluationProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private (string Model, string Stage) _current;
    private IProgressStep? _step;

    public void Report(EvaluationProgress value)
    {
        lock (_lock)
        {
            if (_current != (value.Model, value.Stage))
            {
                _step?.Dispose();
                _step = value.Stage == "fit"
                    ? steps.Begin($"fit {value.Model}")
                    : steps.Begin($"lists of {value.Model}", ProgressUnit.Rows, value.Total);
                _current = (value.Model, value.Stage);
            }

            _step!.Report(value.Done, value.Done);
        }
    }

    public void Dispose() => _step?.Dispose();
}
