namespace BookRecs.Cli.Output;

/// <summary>One step under way. Cheap to report to, so that a caller may do so every few thousand rows.</summary>
internal interface IProgressStep : IDisposable
{
    /// <summary>Notes how far the step is.</summary>
    /// <param name="done">Out of the step's total, in its unit.</param>
    /// <param name="rows">Rows so far, for the rate.</param>
    void Report(long done, long rows);

    /// <summary>Says anew what is being done.</summary>
    void Describe(string title);
}
