using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>The weighting of item vectors over users, for each <see cref="ItemWeighting"/>.</summary>
internal static class ItemWeights
{
    /// <summary>
    /// Weights for interactions that all count 1: the dot product of items i and j is then scale i · scale j · the sum of the weights
    /// of the users they share.
    /// </summary>
    /// <param name="items">Items × users.</param>
    /// <param name="options">Settings.</param>
    public static (float[] UserWeights, float[] ItemScales) Factors(CsrMatrix items, ItemToItemOptions options)
    {
        var damping = options.Weighting == ItemWeighting.Cosine ? Ones(items.ColumnCount) : InverseFrequency(items);
        var userWeights = new float[items.ColumnCount];
        for (var user = 0; user < userWeights.Length; user++)
            userWeights[user] = (float)(damping[user] * damping[user]);
        var scales = new float[items.RowCount];
        var averageLength = AverageLength(items, useValues: false);
        for (var item = 0; item < scales.Length; item++)
        {
            var length = items.RowColumns(item).Length;
            if (length == 0)
                continue;
            scales[item] = options.Weighting == ItemWeighting.Bm25
                ? (float)Saturation(1, length / averageLength, options)
                : InverseNorm(SumOf(userWeights, items.RowColumns(item)) + options.Damping);
        }

        return (userWeights, scales);
    }

    /// <summary>The weighted matrix for interactions that count by their weight.</summary>
    /// <param name="items">Items × users.</param>
    /// <param name="options">Settings.</param>
    public static CsrMatrix Apply(CsrMatrix items, ItemToItemOptions options)
    {
        var damping = options.Weighting == ItemWeighting.Cosine ? Ones(items.ColumnCount) : InverseFrequency(items);
        var averageLength = AverageLength(items, useValues: true);
        var weighted = new float[items.EntryCount];
        var starts = items.RowStarts.Span;
        for (var item = 0; item < items.RowCount; item++)
        {
            var users = items.RowColumns(item);
            var values = items.RowValues(item);
            var row = weighted.AsSpan((int)starts[item], users.Length);
            var relativeLength = SumOf(values) / averageLength;
            var squares = 0d;
            for (var entry = 0; entry < row.Length; entry++)
            {
                var weight = options.Weighting switch
                {
                    ItemWeighting.Bm25 => Saturation(values[entry], relativeLength, options),
                    ItemWeighting.TfIdf => Math.Sqrt(values[entry]),
                    _ => values[entry],
                } * damping[users[entry]];
                squares += weight * weight;
                row[entry] = (float)weight;
            }

            if (options.Weighting != ItemWeighting.Bm25 && squares > 0)
            {
                var norm = (float)Math.Sqrt(squares + options.Damping);
                for (var entry = 0; entry < row.Length; entry++)
                    row[entry] /= norm;
            }
        }

        return new CsrMatrix(items.ColumnCount, items.RowStarts, items.Columns, weighted);
    }

    private static double Saturation(double value, double relativeLength, ItemToItemOptions options)
    {
        var lengthNorm = 1.0 - options.B + (options.B * relativeLength);
        return value * (options.K1 + 1.0) / ((options.K1 * lengthNorm) + value);
    }

    /// <summary>log(items) − log(1 + a user's items), not below 0: a user of nearly all items tells none apart.</summary>
    private static double[] InverseFrequency(CsrMatrix items)
    {
        var counts = new double[items.ColumnCount];
        foreach (var user in items.Columns.Span)
            counts[user]++;
        var itemsWithUsers = ItemsWithUsers(items);
        for (var user = 0; user < counts.Length; user++)
            counts[user] = Math.Max(0, Math.Log(itemsWithUsers) - Math.Log(1 + counts[user]));
        return counts;
    }

    private static int ItemsWithUsers(CsrMatrix items)
    {
        var count = 0;
        for (var item = 0; item < items.RowCount; item++)
            count += items.RowColumns(item).IsEmpty ? 0 : 1;
        return count;
    }

    private static double AverageLength(CsrMatrix items, bool useValues)
    {
        var total = useValues ? SumOf(items.Values.Span) : items.EntryCount;
        return total / Math.Max(1, ItemsWithUsers(items));
    }

    private static double SumOf(ReadOnlySpan<float> values)
    {
        var sum = 0d;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    private static double SumOf(float[] weights, ReadOnlySpan<int> indexes)
    {
        var sum = 0d;
        foreach (var index in indexes)
            sum += weights[index];
        return sum;
    }

    private static float InverseNorm(double squares) => squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0f;

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
