namespace BookRecs.Recommender.Candidates;

/// <summary>Takes the best items out of scores: higher score first, the lower item index first among equals.</summary>
public static class TopItems
{
    /// <summary>Fills a list with the best items, best first. Allocates nothing.</summary>
    /// <param name="scores">Scores of the candidates; those not above 0 are left out.</param>
    /// <param name="excluded">Items that must not be in the list, or null for none.</param>
    /// <param name="allowed">The only items that may be in the list, or null for all.</param>
    /// <param name="list">Where the list goes; its length is the most that is wanted.</param>
    /// <returns>How many items the list got.</returns>
    public static int Select(ScoreBuffer scores, ItemSet? excluded, ItemSet? allowed, Span<ScoredItem> list)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var count = 0;
        foreach (var item in scores.Touched)
        {
            var candidate = new ScoredItem(item, scores[item]);
            if (!(candidate.Score > 0f) || (count == list.Length && (count == 0 || !IsBefore(candidate, list[0]))))
                continue;
            if (excluded is not null && excluded.Contains(item))
                continue;
            if (allowed is not null && !allowed.Contains(item))
                continue;
            Offer(list, ref count, candidate);
        }

        SortHeap(list[..count]);
        return count;
    }

    /// <summary>True when the first belongs before the second in a list.</summary>
    internal static bool IsBefore(in ScoredItem first, in ScoredItem second) =>
        first.Score > second.Score || (first.Score == second.Score && first.Item < second.Item);

    /// <summary>Offers a candidate to a heap whose root is the worst item kept.</summary>
    internal static void Offer(Span<ScoredItem> heap, ref int count, in ScoredItem candidate)
    {
        if (count < heap.Length)
        {
            var child = count++;
            while (child > 0)
            {
                var parent = (child - 1) >> 1;
                if (!IsBefore(heap[parent], candidate))
                    break;
                heap[child] = heap[parent];
                child = parent;
            }

            heap[child] = candidate;
        }
        else if (count > 0 && IsBefore(candidate, heap[0]))
        {
            SiftDown(heap, candidate);
        }
    }

    /// <summary>Sorts items, best first.</summary>
    internal static void Sort(Span<ScoredItem> items) => items.Sort(static (first, second) =>
        first.Score == second.Score ? first.Item.CompareTo(second.Item) : second.Score.CompareTo(first.Score));

    /// <summary>Turns a full heap into a list, best first.</summary>
    internal static void SortHeap(Span<ScoredItem> heap)
    {
        for (var last = heap.Length - 1; last > 0; last--)
        {
            var worst = heap[0];
            SiftDown(heap[..last], heap[last]);
            heap[last] = worst;
        }
    }

    /// <summary>
    /// Moves the best items to the front, the last of them to the last of those places and the others in no order (Hoare, "Algorithm 65:
    /// Find", Communications of the ACM, 1961).
    /// </summary>
    /// <param name="items">Items of which no two are the same.</param>
    /// <param name="count">How many are wanted, at least 1 and at most all.</param>
    internal static void MoveBestToFront(Span<ScoredItem> items, int count)
    {
        var (low, high) = (0, items.Length - 1);
        while (low < high)
        {
            var pivot = MiddleOf(items[low], items[(low + high) >> 1], items[high]);
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (IsBefore(items[left], pivot))
                    left++;
                while (IsBefore(pivot, items[right]))
                    right--;
                if (left <= right)
                {
                    (items[left], items[right]) = (items[right], items[left]);
                    left++;
                    right--;
                }
            }

            if (count - 1 <= right)
                high = right;
            else if (count - 1 >= left)
                low = left;
            else
                return;
        }
    }

    private static ScoredItem MiddleOf(in ScoredItem first, in ScoredItem second, in ScoredItem third)
    {
        var (better, worse) = IsBefore(first, second) ? (first, second) : (second, first);
        return IsBefore(third, better) ? better : IsBefore(third, worse) ? third : worse;
    }

    private static void SiftDown(Span<ScoredItem> heap, in ScoredItem candidate)
    {
        var moved = candidate;
        var parent = 0;
        while (true)
        {
            var child = (2 * parent) + 1;
            if (child >= heap.Length)
                break;
            if (child + 1 < heap.Length && IsBefore(heap[child], heap[child + 1]))
                child++;
            if (!IsBefore(moved, heap[child]))
                break;
            heap[parent] = heap[child];
            parent = child;
        }

        heap[parent] = moved;
    }
}
