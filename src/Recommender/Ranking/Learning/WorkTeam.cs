namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Runs pieces of work on a number of threads; what a piece does must not depend on which thread it runs on.</summary>
internal sealed class WorkTeam(int threads, CancellationToken cancellationToken)
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };

    public int Threads => threads;

    /// <summary>Runs pieces 0 to count − 1.</summary>
    public void Run(int count, Action<int> piece)
    {
        if (threads > 1 && count > 1)
        {
            Parallel.For(0, count, _options, piece);
            return;
        }

        for (var index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            piece(index);
        }
    }
}
