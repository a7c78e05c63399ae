using System.Runtime.InteropServices;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>The rows of items that nobody has acted on, of queries that validate a final ranker.</summary>
/// <param name="featureNames">The features of a row.</param>
internal sealed class NewItemQueries(IReadOnlyList<string> featureNames)
{
    private readonly RankingDataSetBuilder _builder = new(featureNames);
    private readonly List<int> _rankers = [];
    private readonly int _isNew = EngineFeatures.PlaceOf(featureNames, EngineFeatures.IsNewName);

    /// <summary>Adds a query, if one of its new items is relevant.</summary>
    /// <param name="rows">Features row by row, those of other items among them.</param>
    /// <param name="labels">How relevant each row is.</param>
    /// <param name="ranker">The final ranker that did not learn from the query.</param>
    public void Add(ReadOnlySpan<float> rows, ReadOnlySpan<float> labels, int ranker)
    {
        var width = featureNames.Count;
        var (newRows, newLabels, isRelevant) = (new List<float>(), new List<float>(), false);
        for (var row = 0; row < labels.Length; row++)
        {
            var features = rows.Slice(row * width, width);
            if (features[_isNew] == 0f)
                continue;
            newRows.AddRange(features);
            newLabels.Add(labels[row]);
            isRelevant |= labels[row] > 0f;
        }

        if (!isRelevant)
            return;
        _builder.AddGroup(CollectionsMarshal.AsSpan(newRows), CollectionsMarshal.AsSpan(newLabels));
        _rankers.Add(ranker);
    }

    /// <summary>The queries, and of each the final ranker that did not learn from it; no more must be added.</summary>
    public (RankingDataSet Queries, IReadOnlyList<int> Rankers) Build() => (_builder.Build(), _rankers);
}
