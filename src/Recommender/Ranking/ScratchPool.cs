namespace BookRecs.Recommender.Ranking;

/// <summary>Keeps scratches for reuse, as many as there are processors; more run where more rank at once, and are let go.</summary>
internal sealed class ScratchPool(CatalogueIndex catalogue, int candidatesPerSource)
{
    private readonly RankingScratch?[] _free = new RankingScratch?[Environment.ProcessorCount];

    public RankingScratch Rent()
    {
        for (var place = 0; place < _free.Length; place++)
        {
            if (Interlocked.Exchange(ref _free[place], null) is { } scratch)
                return scratch;
        }

        return new RankingScratch(catalogue, candidatesPerSource);
    }

    public void Return(RankingScratch scratch)
    {
        for (var place = 0; place < _free.Length; place++)
        {
            if (Interlocked.CompareExchange(ref _free[place], scratch, null) is null)
                return;
        }
    }
}
