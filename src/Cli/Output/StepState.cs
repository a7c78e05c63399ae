namespace BookRecs.Cli.Output;

/// <summary>How far a step with a bar is.</summary>
/// <param name="Unit">What <paramref name="Total"/> and <paramref name="Done"/> count.</param>
/// <param name="Total">How much there is to do, or null.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Rows">Rows so far.</param>
internal readonly record struct StepState(ProgressUnit Unit, long? Total, long Done, long Rows);
