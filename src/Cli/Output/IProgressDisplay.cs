namespace BookRecs.Cli.Output;

/// <summary>Shows the progress of a verb's work.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs the work with its progress shown, and clears up after it.</summary>
    Task<T> RunAsync<T>(Func<IProgressSteps, Task<T>> work);
}
