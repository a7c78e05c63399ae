using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The scores that candidates are found and judged by: one column a personal source, then one each for what is like the latest acts.
/// </summary>
internal sealed class ScoreColumns
{
    private static readonly string[] PersonalSources =
    [
        SparseLinearSource.SourceName, ItemToItemSource.SourceName, ContentSource.SourceName, ColdStartSource.SourceName,
    ];

    private readonly ICandidateSource[] _sources;
    private readonly int _modelItems;
    private readonly NewItems? _placed;
    private readonly ContentFactors? _contentFactors;
    private readonly CsrMatrix?[] _newItems;
    private readonly CsrMatrix[][] _recent;

    public ScoreColumns(SourceSet sources, NewItems? newItems = null)
    {
        _sources = [.. PersonalSources.Where(sources.Has).Select(name => sources[name])];
        (_modelItems, _placed, _contentFactors) = (sources.ItemCount, newItems, sources.ColdStart?.Factors);
        _newItems = Array.ConvertAll(_sources, source => newItems?.Of(source.Name));
        var recent = new List<(string Name, CsrMatrix[] Matrices)>();
        if (sources.SparseLinear is { } linear)
            recent.Add((linear.Name, [linear.Weights]));
        if (sources.ItemToItem is { } neighbours)
            recent.Add((neighbours.Name, [neighbours.Neighbours]));
        if (sources.Content is { } content)
        {
            CsrMatrix[] matrices = [content.WarmNeighbours, content.ColdNeighbours];
            recent.Add((content.Name, newItems?.Of(content.Name) is { } likeness ? [.. matrices, likeness] : matrices));
        }

        _recent = [.. recent.Select(static column => column.Matrices)];
        Arguments = [.. recent.Select(column => (Array.FindIndex(_sources, source => source.Name == column.Name), column.Matrices))];
        Latent = sources.LatentFactors;
        Names =
        [
            .. _sources.Select(static source => source.Name), .. recent.Select(static column => $"{column.Name}.recent"),
            .. Latent is null ? Array.Empty<string>() : [Latent.Name],
        ];
    }

    /// <summary>The names of the columns; that of the latent factors, where there are any, is last.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The columns whose scores are sums over the history of rows of matrices, item of the history → what it argues for, with the matrices.
    /// </summary>
    public IReadOnlyList<(int Column, CsrMatrix[] Matrices)> Arguments { get; }

    /// <summary>Columns that have a score buffer.</summary>
    public int BufferCount => _sources.Length + _recent.Length;

    /// <summary>The latent factors, whose column is a product with the user's factors, or null.</summary>
    public LatentFactorsSource? Latent { get; }

    /// <summary>The scores of items by latent factors; those of an item without users come from its content.</summary>
    /// <param name="user">The user's factors, padded.</param>
    /// <param name="items">Items of the model or new ones.</param>
    /// <param name="scores">Where the scores go, one an item.</param>
    public void ScoreByLatentFactors(ReadOnlySpan<float> user, ReadOnlySpan<int> items, Span<float> scores)
    {
        var stride = user.Length;
        var factors = Latent!.PaddedFactors;
        var placedRows = _contentFactors is null ? [] : _contentFactors.RowsOfNew;
        var placed = _contentFactors is null ? [] : _contentFactors.NewFactors;
        for (var index = 0; index < items.Length; index++)
        {
            var item = items[index];
            var placedRow = item < placedRows.Length ? placedRows[item] : -1;
            var row = item >= _modelItems ? _placed!.FactorsOf(item)
                : placedRow >= 0 ? placed.Slice(placedRow * stride, stride)
                : factors.Slice(item * stride, stride);
            scores[index] = row.IsEmpty ? 0f : FactorKernels.Dot(row, user);
        }
    }

    /// <summary>The source of a column, for reasons; that of a recent column is the source it is made of.</summary>
    public string SourceOf(int column) => Names[column].Split('.')[0];

    /// <summary>Fills the buffers.</summary>
    /// <param name="history">The user's history.</param>
    /// <param name="recency">How much each item of the history counts among the latest; empty without dates.</param>
    /// <param name="buffers">Cleared buffers, one a column.</param>
    public void Fill(ReadOnlySpan<HistoryItem> history, ReadOnlySpan<float> recency, ReadOnlySpan<ScoreBuffer> buffers)
    {
        for (var index = 0; index < _sources.Length; index++)
        {
            _sources[index].Score(history, buffers[index]);
            if (_newItems[index] is not { } matrix)
                continue;
            foreach (var (item, weight, _) in history)
                buffers[index].AddRow(matrix, item, weight);
        }

        if (recency.IsEmpty)
            return;
        for (var index = 0; index < _recent.Length; index++)
        {
            var buffer = buffers[_sources.Length + index];
            foreach (var matrix in _recent[index])
                AddRows(matrix, history, recency, buffer);
            buffer.RemoveWithoutScore();
        }
    }

    private static void AddRows(CsrMatrix matrix, ReadOnlySpan<HistoryItem> history, ReadOnlySpan<float> recency, ScoreBuffer buffer)
    {
        const float Negligible = 0.001f;
        for (var place = 0; place < history.Length; place++)
        {
            if (recency[place] >= Negligible)
                buffer.AddRow(matrix, history[place].Item, recency[place]);
        }
    }
}
