using Spectre.Console;

namespace BookRecs.Cli.Output;

/// <summary>Progress for a person at a terminal: a bar for each step with its rate and the time left.</summary>
internal sealed class BarProgressDisplay(TextWriter output) : IProgressDisplay
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public async Task<T> RunAsync<T>(Func<IProgressSteps, Task<T>> work) => await _console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn { Width = 16 },
            new RateColumn(),
            new SpinnerColumn())
        .StartAsync(context => work(new Steps(context)));

    private sealed class Steps(ProgressContext context) : IProgressSteps
    {
        public IProgressStep Begin(string title, ProgressUnit unit, long? total)
        {
            var task = context.AddTask(Markup.Escape(title), autoStart: true, maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            task.State.Update<StepState>(RateColumn.StateKey, _ => new StepState(unit, total, 0, 0));
            return new Step(task);
        }
    }

    private sealed class Step(ProgressTask task) : IProgressStep
    {
        public void Report(long done, long rows)
        {
            task.State.Update<StepState>(RateColumn.StateKey, state => state with { Done = done, Rows = rows });
            if (!task.IsIndeterminate)
                task.Value = Math.Min(done, task.MaxValue);
        }

        public void Describe(string title) => task.Description = Markup.Escape(title);

        public void Dispose()
        {
            task.IsIndeterminate = false;
            task.Value = task.MaxValue;
            task.StopTask();
        }
    }
}
