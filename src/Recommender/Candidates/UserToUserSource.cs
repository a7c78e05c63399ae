using System.Collections.Concurrent;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// User-based nearest neighbours: users are alike when they share rare items, and an item's score is the sum over the nearest users who
/// have it (Herlocker, Konstan, Borchers and Riedl, "An algorithmic framework for performing collaborative filtering", SIGIR 1999).
/// Neighbours are found when they are asked for, by the history as it is then, so an act counts at once and a user need not have been
/// there when the model was trained. Weights of interactions do not count.
/// </summary>
/// <remarks>
/// <para>A user whose items are all in the history is no neighbour: there is nothing that it could argue for, least of all the user's
/// own row of the training data, which would be the nearest of all.</para>
/// <para>An answer takes time in proportion to the history's items × <see cref="UserToUserOptions.MaxUsersPerItem"/> and to the items of
/// the neighbours. Holds 8 bytes an interaction, 8 a user and 12 an item, and 12 bytes a user for each thread that scores at once. The
/// processor's logarithm and power functions apart, neither threads nor vector width change a bit.</para>
/// </remarks>
public sealed class UserToUserSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "user_to_user";

    private readonly ReadOnlyMemory<long> _userStarts;
    private readonly ReadOnlyMemory<int> _userItems;
    private readonly ReadOnlyMemory<long> _itemStarts;
    private readonly ReadOnlyMemory<int> _itemUsers;

    /// <summary>What sharing an item adds to the product of two users: the square of its weight.</summary>
    private readonly ReadOnlyMemory<float> _itemWeights;
    private readonly int _neighbours;
    private readonly float _similarityExponent;
    private readonly float[] _inverseNorms;
    private readonly ConcurrentBag<Workspace> _workspaces = [];

    private UserToUserSource(
        (ReadOnlyMemory<long> Starts, ReadOnlyMemory<int> Items) users,
        (ReadOnlyMemory<long> Starts, ReadOnlyMemory<int> Users) items,
        ReadOnlyMemory<float> itemWeights,
        int neighbours,
        float similarityExponent)
    {
        (_userStarts, _userItems) = users;
        (_itemStarts, _itemUsers) = items;
        _itemWeights = itemWeights;
        _neighbours = neighbours;
        _similarityExponent = similarityExponent;
        _inverseNorms = InverseNorms();
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>How many users the model holds.</summary>
    public int UserCount => _userStarts.Length - 1;

    /// <summary>Takes the interactions over, as far as there is room for them.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static UserToUserSource Fit(
        TrainingData data, UserToUserOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var weights = new float[data.Items.Count];
        var counts = new int[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            counts[item]++;
        for (var item = 0; item < weights.Length; item++)
        {
            if (counts[item] > 0)
                weights[item] = (float)Math.Pow(Math.Log(1 + ((double)data.Users.Count / counts[item])), 2 * options.RarityExponent);
        }

        var rows = UserSample.RowsOf(data.Interactions, UserSample.Choose(data, options.MaxInteractions));
        var postings = UserSample.UsersOfItems(rows, options.MaxUsersPerItem);
        return new UserToUserSource(
            (rows.RowStarts, rows.Columns),
            (postings.RowStarts, postings.Columns),
            weights,
            options.Neighbours,
            options.SimilarityExponent);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static UserToUserSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var settings = artifact.Read<float>($"{SourceName}.settings").Span;
        if (settings.Length != 2 || !(settings[0] >= 1))
            throw new InvalidDataException($"{SourceName}.settings is not a number of neighbours and an exponent");
        var users = Rows("user_starts", "user_items");
        var items = Rows("item_starts", "item_users");
        var weights = artifact.Read<float>($"{SourceName}.item_weights");
        if (weights.Length != items.Starts.Length - 1)
            throw new InvalidDataException($"{SourceName}.item_weights does not fit {SourceName}.item_starts");
        RefuseBeyond(users.Columns.Span, weights.Length, "user_items");
        RefuseBeyond(items.Columns.Span, users.Starts.Length - 1, "item_users");
        return new UserToUserSource(users, items, weights, (int)settings[0], settings[1]);

        (ReadOnlyMemory<long> Starts, ReadOnlyMemory<int> Columns) Rows(string startsName, string columnsName)
        {
            var starts = artifact.Read<long>($"{SourceName}.{startsName}");
            var columns = artifact.Read<int>($"{SourceName}.{columnsName}");
            return starts.Length > 0 && starts.Span[0] == 0 && starts.Span[^1] == columns.Length
                ? (starts, columns)
                : throw new InvalidDataException($"{SourceName}.{startsName} does not fit {SourceName}.{columnsName}");
        }

        static void RefuseBeyond(ReadOnlySpan<int> columns, int count, string section)
        {
            if (columns.ContainsAnyExceptInRange(0, count - 1))
                throw new InvalidDataException($"{SourceName}.{section} names what the model does not hold");
        }
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.Write<float>($"{SourceName}.settings", [_neighbours, _similarityExponent]);
        artifact.Write($"{SourceName}.user_starts", _userStarts.Span);
        artifact.Write($"{SourceName}.user_items", _userItems.Span);
        artifact.Write($"{SourceName}.item_starts", _itemStarts.Span);
        artifact.Write($"{SourceName}.item_users", _itemUsers.Span);
        artifact.Write($"{SourceName}.item_weights", _itemWeights.Span);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (history.IsEmpty)
            return;
        var workspace = _workspaces.TryTake(out var free) ? free : new Workspace(UserCount, _neighbours);
        Collect(history, workspace);
        var starts = _userStarts.Span;
        var items = _userItems.Span;
        var neighbours = FindNeighbours(history, workspace);
        foreach (var (user, similarity) in neighbours)
        {
            var weight = MathF.Pow(similarity, _similarityExponent);
            foreach (var item in items[(int)starts[user]..(int)starts[user + 1]])
                scores.Add(item, weight);
        }

        _workspaces.Add(workspace);
    }

    /// <summary>Adds up what the history shares with each user.</summary>
    private void Collect(ReadOnlySpan<HistoryItem> history, Workspace workspace)
    {
        var starts = _itemStarts.Span;
        var users = _itemUsers.Span;
        var weights = _itemWeights.Span;
        foreach (var (item, _, _) in history)
        {
            var weight = weights[item];
            foreach (var user in users[(int)starts[item]..(int)starts[item + 1]])
            {
                if (workspace.SharedCounts[user]++ == 0)
                    workspace.Touched[workspace.TouchedCount++] = user;
                workspace.Products[user] += weight;
            }
        }
    }

    /// <summary>The nearest users, nearest first, with their cosine to the history; forgets what was collected.</summary>
    private ReadOnlySpan<ScoredItem> FindNeighbours(ReadOnlySpan<HistoryItem> history, Workspace workspace)
    {
        var squares = 0d;
        foreach (var (item, _, _) in history)
            squares += _itemWeights.Span[item];
        var scale = squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0f;
        var starts = _userStarts.Span;
        var heap = workspace.Heap;
        var count = 0;
        foreach (var user in workspace.Touched.AsSpan(0, workspace.TouchedCount))
        {
            if (workspace.SharedCounts[user] < starts[user + 1] - starts[user])
            {
                var candidate = new ScoredItem(user, workspace.Products[user] * _inverseNorms[user] * scale);
                if (count < heap.Length || TopItems.IsBefore(candidate, heap[0]))
                    TopItems.Offer(heap, ref count, candidate);
            }

            (workspace.SharedCounts[user], workspace.Products[user]) = (0, 0f);
        }

        workspace.TouchedCount = 0;
        TopItems.SortHeap(heap.AsSpan(0, count));
        return heap.AsSpan(0, count);
    }

    private float[] InverseNorms()
    {
        var norms = new float[UserCount];
        var starts = _userStarts.Span;
        var weights = _itemWeights.Span;
        for (var user = 0; user < norms.Length; user++)
        {
            var squares = 0d;
            foreach (var item in _userItems.Span[(int)starts[user]..(int)starts[user + 1]])
                squares += weights[item];
            norms[user] = squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0f;
        }

        return norms;
    }

    private sealed class Workspace(int users, int neighbours)
    {
        public float[] Products { get; } = new float[users];

        public int[] SharedCounts { get; } = new int[users];

        public int[] Touched { get; } = new int[users];

        public int TouchedCount { get; set; }

        public ScoredItem[] Heap { get; } = new ScoredItem[neighbours];
    }
}
