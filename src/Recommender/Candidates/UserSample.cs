using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Splits;

namespace BookRecs.Recommender.Candidates;

/// <summary>Chooses the users that a model of limited size holds, and the users through whom a popular item is found.</summary>
internal static class UserSample
{
    /// <summary>
    /// Whole users, those with the latest act first and in a fixed random order among equals, up to the first that there is no room for.
    /// </summary>
    /// <returns>The users in rising order.</returns>
    public static int[] Choose(TrainingData data, int maxInteractions)
    {
        var starts = data.Interactions.RowStarts.Span;
        var users = Enumerable.Range(0, data.Users.Count).ToArray();
        if (data.Interactions.EntryCount <= maxInteractions)
            return users;
        var order = new (long Latest, ulong Draw)[users.Length];
        for (var user = 0; user < users.Length; user++)
        {
            var latest = TrainingData.NoDate;
            foreach (var occurredAt in data.OccurredAt.Span[(int)starts[user]..(int)starts[user + 1]])
                latest = Math.Max(latest, occurredAt);
            order[user] = (latest, StableHash.Of(data.Users[user], 0));
        }

        Array.Sort(users, (left, right) =>
        {
            var byDate = order[right].Latest.CompareTo(order[left].Latest);
            return byDate != 0 ? byDate : order[left].Draw.CompareTo(order[right].Draw);
        });
        var (count, interactions) = (0, 0L);
        while (count < users.Length && (interactions += starts[users[count] + 1] - starts[users[count]]) <= maxInteractions)
            count++;
        var chosen = users[..count];
        Array.Sort(chosen);
        return chosen;
    }

    /// <summary>The rows of some users.</summary>
    public static CsrMatrix RowsOf(CsrMatrix matrix, int[] users)
    {
        if (users.Length == matrix.RowCount)
            return matrix;
        var starts = new long[users.Length + 1];
        for (var row = 0; row < users.Length; row++)
            starts[row + 1] = starts[row] + matrix.RowColumns(users[row]).Length;
        var columns = new int[starts[^1]];
        var values = new float[starts[^1]];
        for (var row = 0; row < users.Length; row++)
        {
            matrix.RowColumns(users[row]).CopyTo(columns.AsSpan((int)starts[row]));
            matrix.RowValues(users[row]).CopyTo(values.AsSpan((int)starts[row]));
        }

        return new CsrMatrix(matrix.ColumnCount, starts, columns, values);
    }

    /// <summary>Each item's users, a fixed sample of them where there are too many; the values are the rows'.</summary>
    public static CsrMatrix UsersOfItems(CsrMatrix rows, int maxUsersPerItem)
    {
        var items = rows.Transpose();
        var starts = new long[items.RowCount + 1];
        for (var item = 0; item < items.RowCount; item++)
            starts[item + 1] = starts[item] + Math.Min(items.RowColumns(item).Length, maxUsersPerItem);
        if (starts[^1] == items.EntryCount)
            return items;
        var columns = new int[starts[^1]];
        for (var item = 0; item < items.RowCount; item++)
        {
            var users = items.RowColumns(item);
            var kept = columns.AsSpan((int)starts[item]..(int)starts[item + 1]);
            if (users.Length == kept.Length)
            {
                users.CopyTo(kept);
                continue;
            }

            var drawn = users.ToArray();
            Array.Sort(Array.ConvertAll(drawn, user => StableHash.Mix(((ulong)(uint)item << 32) | (uint)user)), drawn);
            drawn.AsSpan(0, kept.Length).CopyTo(kept);
            kept.Sort();
        }

        return new CsrMatrix(items.ColumnCount, starts, columns, new float[columns.Length]);
    }
}
