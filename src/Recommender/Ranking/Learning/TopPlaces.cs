namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Finds the best rows of a query.</summary>
internal static class TopPlaces
{
    /// <summary>The rows with the highest scores, best first; of equal scores the earlier row.</summary>
    /// <param name="scores">One a row.</param>
    /// <param name="top">Where the rows go; as many as fit.</param>
    /// <returns>How many were found.</returns>
    public static int Find(ReadOnlySpan<float> scores, Span<int> top)
    {
        var count = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            var score = scores[row];
            if (count == top.Length && !(score > scores[top[count - 1]]))
                continue;
            var place = count < top.Length ? count++ : count - 1;
            for (; place > 0 && score > scores[top[place - 1]]; place--)
                top[place] = top[place - 1];
            top[place] = row;
        }

        return count;
    }
}
