using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>One ranking for everybody: items with a score, best first.</summary>
internal sealed class RankedItems(ReadOnlyMemory<int> items, ReadOnlyMemory<float> scores)
{
    public ReadOnlySpan<int> Items => items.Span;

    /// <summary>
    /// Ranks the items whose score is above 0. Among equals the shorter id goes first and then the lower one, so that ids that are
    /// numbers go by value; their scores are set apart by the last bit, so that every consumer of the scores ranks alike.
    /// </summary>
    public static RankedItems Rank(ReadOnlySpan<double> scores, Vocabulary ids, int maxItems)
    {
        var ranked = new List<ScoredItem>(scores.Length);
        for (var item = 0; item < scores.Length; item++)
        {
            var score = (float)scores[item];
            if (score > 0f)
                ranked.Add(new ScoredItem(item, score));
        }

        ranked.Sort((left, right) =>
            left.Score != right.Score ? right.Score.CompareTo(left.Score)
            : ids[left.Item].Length != ids[right.Item].Length ? ids[left.Item].Length.CompareTo(ids[right.Item].Length)
            : left.Item.CompareTo(right.Item));
        var count = Math.Min(maxItems, ranked.Count);
        var rankedItems = new int[count];
        var rankedScores = new float[count];
        for (var rank = 0; rank < count; rank++)
        {
            rankedItems[rank] = ranked[rank].Item;
            rankedScores[rank] = rank == 0 ? ranked[rank].Score : Math.Min(ranked[rank].Score, MathF.BitDecrement(rankedScores[rank - 1]));
        }

        return new RankedItems(rankedItems, rankedScores);
    }

    public static RankedItems Load(ArtifactReader artifact, string name) =>
        new(artifact.Read<int>($"{name}.items"), artifact.Read<float>($"{name}.scores"));

    public void Save(ArtifactWriter artifact, string name)
    {
        artifact.Write($"{name}.items", items.Span);
        artifact.Write($"{name}.scores", scores.Span);
    }

    /// <summary>Adds the scores of the first items.</summary>
    public void AddTo(ScoreBuffer buffer, int count)
    {
        var rankedItems = items.Span[..Math.Min(count, items.Length)];
        var rankedScores = scores.Span;
        for (var rank = 0; rank < rankedItems.Length; rank++)
            buffer.Add(rankedItems[rank], rankedScores[rank]);
    }

    public int Top(ItemSet? excluded, ItemSet? allowed, Span<ScoredItem> list)
    {
        var rankedItems = items.Span;
        var count = 0;
        for (var rank = 0; rank < rankedItems.Length && count < list.Length; rank++)
        {
            var item = rankedItems[rank];
            if (excluded?.Contains(item) != true && allowed?.Contains(item) != false)
                list[count++] = new ScoredItem(item, scores.Span[rank]);
        }

        return count;
    }
}
