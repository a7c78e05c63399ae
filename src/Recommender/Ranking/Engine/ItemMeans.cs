using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// What each score column gives each item on average over users, as a share of their best. Some items are near to everything and come up
/// for every history (hubs: Radovanović, Nanopoulos and Ivanović, "Hubs in space: popular nearest neighbors in high-dimensional data", JMLR
/// 2010); a score tells more where the item is seldom scored.
/// </summary>
internal sealed class ItemMeans
{
    private const string Section = "engine.item_means";

    private readonly ReadOnlyMemory<float> _means;
    private readonly int _columns;

    private ItemMeans(ReadOnlyMemory<float> means, int columns) => (_means, _columns) = (means, columns);

    /// <summary>Knows nothing of any item.</summary>
    public static ItemMeans None(int columns) => new(new float[columns], columns);

    /// <param name="sums">Item by item, the sum over users for each column.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="users">How many users were summed.</param>
    /// <param name="facts">Tells which items are new: what is usual of those stands for books that come after the training.</param>
    public static ItemMeans Of(ReadOnlySpan<double> sums, int columns, int users, ItemFacts facts)
    {
        var items = facts.LogUsers.Length;
        var means = new float[sums.Length + columns];
        var ofNew = new double[columns];
        var news = 0;
        for (var item = 0; item < items; item++)
        {
            news += facts.IsNew(item) ? 1 : 0;
            for (var column = 0; column < columns; column++)
            {
                var mean = users == 0 ? 0 : sums[(item * columns) + column] / users;
                means[(item * columns) + column] = (float)mean;
                ofNew[column] += facts.IsNew(item) ? mean : 0;
            }
        }

        for (var column = 0; column < columns && news > 0; column++)
            means[sums.Length + column] = (float)(ofNew[column] / news);
        return new ItemMeans(means, columns);
    }

    public static ItemMeans Load(ArtifactReader artifact, int items, int columns)
    {
        var means = artifact.Read<float>(Section);
        return means.Length == (items + 1) * columns
            ? new ItemMeans(means, columns)
            : throw new InvalidDataException($"{Section} has {means.Length} numbers, but must have {(items + 1) * columns}");
    }

    public void Save(ArtifactWriter artifact) => artifact.Write(Section, _means.Span);

    /// <summary>The means of an item, one a column; of an item that came after the training, those of the items without users.</summary>
    public ReadOnlySpan<float> Of(int item) => _means.Span.Slice(Math.Min(item, (_means.Length / _columns) - 1) * _columns, _columns);
}
