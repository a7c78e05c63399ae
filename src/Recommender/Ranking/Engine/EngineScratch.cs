using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// What one run of the engine works on; used by one thread at a time and again by later ones. Takes 8 bytes an item a score column, 4 bytes
/// an item more, and about 300 KB for rows,
/// 100 KB more where a ranker of new items serves.
/// </summary>
internal sealed class EngineScratch
{
    private float[] _newItemRows = [];

    public EngineScratch(EngineFeatures features, ItemFacts facts, EngineOptions options, int itemCount)
    {
        Buffers = [.. Enumerable.Range(0, features.Columns.BufferCount).Select(_ => new ScoreBuffer(itemCount))];
        Best = new float[features.Columns.Names.Count];
        Pool = new int[options.Candidates];
        InPool = new ItemSet(itemCount);
        Seen = new ItemSet(itemCount);
        PreRows = new float[options.Candidates * features.PreNames.Count];
        PreScores = new float[options.Candidates];
        Kept = new ScoredItem[Math.Min(options.PreRanked, options.Candidates)];
        Taken = new ScoredItem[2 * Math.Max(options.CandidatesPerSource, Kept.Length)];
        Rows = new float[Kept.Length * features.Names.Count];
        Scores = new float[Kept.Length];
        KeptPlaces = new int[itemCount];
        NewItemScores = new float[options.Candidates];
        NewItemOrder = new float[options.Candidates];
        NewItemPlaces = new (int, int)[options.Candidates];
        Places = new ScoredItem[options.Candidates];
        User = new float[features.Columns.Latent?.Stride ?? 0];
        LatentScores = new float[options.Candidates];
        LatentBuffer = features.LatentBringsCandidates ? new ScoreBuffer(itemCount) : null;
        (Authors, Series, Genres) = (new GroupCounter(facts.Authors.Count), new GroupCounter(facts.Series.Count), new GroupCounter(facts.Genres.Count));
        FurthestVolumes = new FurthestVolumes(facts.Series.Count);
        (Publishers, Languages) = (new GroupCounter(facts.Publishers.Count), new GroupCounter(facts.Languages.Count));
    }

    /// <summary>Scores of each column that has a buffer.</summary>
    public ScoreBuffer[] Buffers { get; }

    /// <summary>Scores of all items by latent factors, where they bring candidates.</summary>
    public ScoreBuffer? LatentBuffer { get; }

    /// <summary>Each column's best score among the eligible items.</summary>
    public float[] Best { get; }

    /// <summary>Room to choose what is taken of a source, or kept.</summary>
    public ScoredItem[] Taken { get; }

    /// <summary>The candidates in the order they were found.</summary>
    public int[] Pool { get; }

    public int PoolCount { get; set; }

    public ItemSet InPool { get; }

    /// <summary>The items of the history.</summary>
    public ItemSet Seen { get; }

    /// <summary>How much each history item counts among the latest.</summary>
    public float[] Recency { get; set; } = [];

    public long[] Dates { get; set; } = [];

    public float[] PreRows { get; }

    public float[] PreScores { get; }

    /// <summary>What the pre-ranker kept: places in the pool with their score, best first.</summary>
    public ScoredItem[] Kept { get; }

    public int KeptCount { get; set; }

    /// <summary>The place among what was kept of each item, plus 1; 0 for all others, and for all while no rows are filled.</summary>
    public int[] KeptPlaces { get; }

    public float[] Rows { get; }

    public float[] Scores { get; }

    /// <summary>Scores of the items without users while those are put in order.</summary>
    public float[] NewItemScores { get; }

    /// <summary>What the items without users are put in order by.</summary>
    public float[] NewItemOrder { get; }

    /// <summary>Room for the rows of so many items without users.</summary>
    public Span<float> NewItemRows(int width, int count)
    {
        if (_newItemRows.Length < width * count)
            _newItemRows = new float[width * Kept.Length];
        return _newItemRows.AsSpan(0, width * count);
    }

    /// <summary>Where the items without users are that are put in order: among what is scored, and in the pool.</summary>
    public (int Place, int InPool)[] NewItemPlaces { get; }

    /// <summary>Places in the pool, or among what was kept, while they are put in order.</summary>
    public ScoredItem[] Places { get; }

    /// <summary>The user's latent factors.</summary>
    public float[] User { get; }

    /// <summary>Scores by latent factors of the candidates.</summary>
    public float[] LatentScores { get; }

    public GroupCounter Authors { get; }

    public GroupCounter Series { get; }

    public FurthestVolumes FurthestVolumes { get; }

    public GroupCounter Genres { get; }

    public GroupCounter Publishers { get; }

    public GroupCounter Languages { get; }

    /// <summary>
    /// The places of what was kept with their final scores, best first; what the pre-ranker held better first among equals.
    /// </summary>
    public ReadOnlySpan<ScoredItem> Order()
    {
        var places = Places.AsSpan(0, KeptCount);
        for (var place = 0; place < places.Length; place++)
            places[place] = new ScoredItem(place, Scores[place]);
        TopItems.Sort(places);
        return places;
    }

    public void Clear()
    {
        foreach (var buffer in Buffers)
            buffer.Clear();
        LatentBuffer?.Clear();
        Array.Clear(Best);
        foreach (var item in Pool.AsSpan(0, PoolCount))
            InPool.Remove(item);
        (PoolCount, KeptCount) = (0, 0);
        Authors.Clear();
        Series.Clear();
        FurthestVolumes.Clear();
        Genres.Clear();
        Publishers.Clear();
        Languages.Clear();
    }
}
