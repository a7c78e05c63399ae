using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>One ranking for everybody: items with a score, best first.</summary>
internal sealed class RankedItems(ReadOnlyMemory<int> items, ReadOnlyMemory<float> scores)
{
    public ReadOnlySpan<int> Items => items.Span;

    /// <summary>Ranks the items whose score is above 0.</summary>
    public static RankedItems Rank(ReadOnlySpan<double> scores, int maxItems)
    {
        var heap = new ScoredItem[Math.Min(maxItems, scores.Length)];
        var count = 0;
        for (var item = 0; item < scores.Length; item++)
        {
            var score = (float)scores[item];
            if (score > 0f)
                TopItems.Offer(heap, ref count, new ScoredItem(item, score));
        }

        var ranked = heap.AsSpan(0, count);
        TopItems.SortHeap(ranked);
        var rankedItems = new int[count];
        var rankedScores = new float[count];
        for (var rank = 0; rank < count; rank++)
            (rankedItems[rank], rankedScores[rank]) = (ranked[rank].Item, ranked[rank].Score);
        return new RankedItems(rankedItems, rankedScores);
    }

    public static RankedItems Load(ArtifactReader artifact, string name) =>
        new(artifact.Read<int>($"{name}.items"), artifact.Read<float>($"{name}.scores"));

    public void Save(ArtifactWriter artifact, string name)
    {
        artifact.Write($"{name}.items", items.Span);
        artifact.Write($"{name}.scores", scores.Span);
    }

    public void AddTo(ScoreBuffer buffer)
    {
        var rankedItems = items.Span;
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
