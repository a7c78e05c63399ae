namespace BookRecs.Cli.Output;

/// <summary>Begins the steps of a piece of work.</summary>
internal interface IProgressSteps
{
    /// <summary>Begins a step; disposing of it ends it.</summary>
    /// <param name="title">What is being done, in a few words.</param>
    /// <param name="unit">What <paramref name="total"/> counts.</param>
    /// <param name="total">How much there is to do, or null when not known.</param>
    IProgressStep Begin(string title, ProgressUnit unit = ProgressUnit.Rows, long? total = null);
}
