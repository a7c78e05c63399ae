using Spectre.Console;
using Spectre.Console.Rendering;

namespace BookRecs.Cli.Output;

/// <summary>The share, rate and time left of a step, beside its bar.</summary>
internal sealed class RateColumn : ProgressColumn
{
    /// <summary>Where a task keeps its <see cref="StepState"/>.</summary>
    public const string StateKey = "step";

    /// <summary>A narrow terminal cuts the text off: a step stays on one line.</summary>
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var state = task.State.Get<StepState>(StateKey);
        var elapsed = task.ElapsedTime ?? TimeSpan.Zero;
        if (!task.IsFinished)
            return new Text(Quantities.Progress(state.Unit, state.Done, state.Total, state.Rows, elapsed));
        var rows = state.Rows > 0 ? $"{Quantities.Count(state.Rows)} rows, {Quantities.Rate(state.Rows, elapsed)}, " : "";
        return new Text(rows + Quantities.Duration(elapsed));
    }
}
