namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Passes progress on with the trees that were grown before counted in.</summary>
internal sealed class LambdaMartProgressOffset(IProgress<LambdaMartProgress> progress, int treesBefore) : IProgress<LambdaMartProgress>
{
    public void Report(LambdaMartProgress value) => progress.Report(value with { Trees = treesBefore + value.Trees });
}
