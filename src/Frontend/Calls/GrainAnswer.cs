namespace BookRecs.Frontend.Calls;

/// <summary>What came of a grain call within its deadline.</summary>
internal readonly record struct GrainAnswer<T>(GrainCallOutcome Outcome, T? Value)
{
    public bool IsAnswered => Outcome == GrainCallOutcome.Answered;
}
