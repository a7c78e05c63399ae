namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// How a score compares with what is usual for the item: for each column the item's mean over users, and how many times that mean the score
/// is. Scores that are divided by what is usual near the item are less ruled by hubs (Zelnik-Manor and Perona, "Self-tuning spectral
/// clustering", NeurIPS 2004; Schnitzer, Flexer, Schedl and Widmer, "Local and global scaling reduce hubs in space", JMLR 2012).
/// </summary>
internal sealed class UsualFeatures(ScoreColumns columns)
{
    /// <summary>The group of the features, and the prefix of their names.</summary>
    public const string Group = "usual";

    // Of one reader in 500 whose best it is: keeps items that hardly any reader gets from huge multiples.
    private const float LeastMean = 0.002f;

    private readonly int _columns = columns.Names.Count;

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. columns.Names.Select(static name => $"{Group}.{name}"), .. columns.Names.Select(static name => $"{Group}.{name}.times"),
    ];

    /// <summary>Fills the features of what the pre-ranker kept.</summary>
    /// <param name="means">What is usual for each item.</param>
    /// <param name="first">Where in a row the features begin.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="scratch">Holds the rows, which have the scores as shares of the user's best already.</param>
    public void Fill(ItemMeans means, int first, int width, EngineScratch scratch)
    {
        for (var place = 0; place < scratch.KeptCount; place++)
        {
            var row = scratch.Rows.AsSpan(place * width, width);
            var shares = row.Slice(_columns, _columns);
            var usual = means.Of(scratch.Pool[scratch.Kept[place].Item]);
            for (var column = 0; column < usual.Length; column++)
            {
                row[first + column] = usual[column];
                row[first + _columns + column] = shares[column] / (usual[column] + LeastMean);
            }
        }
    }
}
