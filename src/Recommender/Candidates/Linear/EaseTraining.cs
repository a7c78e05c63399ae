using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>
/// Solves the linear item model in closed form and keeps the strongest weights towards each item. With X the interactions, each user's
/// scaled, P = (XᵀX + λI)⁻¹ and the weight of item i towards item j is −P(i,j) / P(j,j).
/// </summary>
/// <remarks>
/// Where there are fewer users than items, P comes from the smaller matrix of users: λP = I − Xᵀ·(XXᵀ + λI)⁻¹·X (the identity of
/// Woodbury), in blocks of items, so that only one matrix of the smaller side is ever held.
/// </remarks>
internal sealed class EaseTraining
{
    private const int BlockItems = 32;

    private readonly CsrMatrix _users;
    private readonly CsrMatrix _items;
    private readonly EaseOptions _options;
    private readonly int _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly int[] _targets;
    private readonly float[] _weights;
    private readonly int[] _counts;
    private readonly int _capacity;

    private EaseTraining(CsrMatrix interactions, EaseOptions options, int threads, CancellationToken cancellationToken)
    {
        _users = Scale(interactions, options.UserExponent);
        _items = _users.Transpose();
        _options = options;
        _threads = threads;
        _cancellationToken = cancellationToken;
        _capacity = Math.Min(options.Neighbours, Math.Max(_items.RowCount - 1, 0));
        _counts = new int[_items.RowCount];
        _targets = new int[checked(_items.RowCount * _capacity)];
        _weights = new float[_targets.Length];
    }

    /// <summary>Learns the weights.</summary>
    /// <returns>Item of the history → items it argues for, in their order, with the weight.</returns>
    public static CsrMatrix Learn(CsrMatrix interactions, EaseOptions options, int threads, CancellationToken cancellationToken)
    {
        var training = new EaseTraining(interactions, options, threads, cancellationToken);
        if (interactions.RowCount < interactions.ColumnCount)
            training.LearnFromUsers();
        else
            training.LearnFromItems();
        return training.Join().Transpose();
    }

    /// <summary>Scales a user's row by count to the power of −exponent / 2, so that the squared errors count by count^−exponent.</summary>
    private static CsrMatrix Scale(CsrMatrix interactions, float exponent)
    {
        var values = new float[interactions.EntryCount];
        var starts = interactions.RowStarts.Span;
        for (var user = 0; user < interactions.RowCount; user++)
        {
            var (first, end) = ((int)starts[user], (int)starts[user + 1]);
            values.AsSpan(first..end).Fill((float)Math.Pow(Math.Max(end - first, 1), -0.5 * exponent));
        }

        return new CsrMatrix(interactions.ColumnCount, interactions.RowStarts, interactions.Columns, values);
    }

    private void LearnFromItems()
    {
        var inverse = Invert(_items, _users);
        ForBlocks(() => new StrongestWeights(_capacity), (strongest, first, count) =>
        {
            for (var target = first; target < first + count; target++)
            {
                var row = inverse.Row(target);
                for (var item = 0; item < _items.RowCount; item++)
                {
                    if (item != target)
                        strongest.Offer(item, -row[item]);
                }

                Keep(strongest, target, 1 / row[target]);
            }
        });
    }

    private void LearnFromUsers()
    {
        var inverse = Invert(_users, _items);
        ForBlocks(() => new UserBlock(inverse.Stride, _capacity), (block, first, count) =>
        {
            block.Load(inverse, _items, first, count);
            Span<float> own = stackalloc float[BlockItems];
            Span<float> sums = stackalloc float[BlockItems];
            for (var item = 0; item < _items.RowCount; item++)
            {
                if (_items.RowColumns(item).IsEmpty)
                    continue;
                block.Multiply(_items, item, sums);
                for (var target = 0; target < count; target++)
                {
                    if (item == first + target)
                        own[target] = sums[target];
                    else
                        block.Strongest[target].Offer(item, sums[target]);
                }
            }

            for (var target = 0; target < count; target++)
                Keep(block.Strongest[target], first + target, 1 / MathF.Max(1 - own[target], float.Epsilon));
        });
    }

    private SymmetricMatrix Invert(CsrMatrix rows, CsrMatrix postings)
    {
        var matrix = new SymmetricMatrix(rows.RowCount);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellationToken };
        Parallel.For(0, rows.RowCount, parallel, row =>
        {
            var sums = matrix.Row(row);
            var terms = rows.RowColumns(row);
            var factors = rows.RowValues(row);
            for (var entry = 0; entry < terms.Length; entry++)
            {
                var others = postings.RowColumns(terms[entry]);
                var values = postings.RowValues(terms[entry]);
                for (var posting = 0; posting < others.Length; posting++)
                    sums[others[posting]] += factors[entry] * values[posting];
            }

            sums[row] += _options.Regularization;
        });
        SymmetricInverse.Invert(matrix, _options.Regularization, _threads, _cancellationToken);
        return matrix;
    }

    private void ForBlocks<T>(Func<T> makeWorkspace, Action<T, int, int> learn)
    {
        var next = -BlockItems;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellationToken };
        Parallel.For(0, _threads, parallel, _ =>
        {
            var workspace = makeWorkspace();
            int first;
            while ((first = Interlocked.Add(ref next, BlockItems)) < _items.RowCount)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                learn(workspace, first, Math.Min(BlockItems, _items.RowCount - first));
            }
        });
    }

    private void Keep(StrongestWeights strongest, int target, float scale)
    {
        var place = target * _capacity;
        _counts[target] = strongest.Take(_targets.AsSpan(place, _capacity), _weights.AsSpan(place, _capacity), scale);
    }

    /// <summary>Target → the items that argue for it.</summary>
    private CsrMatrix Join()
    {
        var starts = new long[_counts.Length + 1];
        for (var target = 0; target < _counts.Length; target++)
        {
            var (from, to) = (target * _capacity, (int)starts[target]);
            _targets.AsSpan(from, _counts[target]).CopyTo(_targets.AsSpan(to));
            _weights.AsSpan(from, _counts[target]).CopyTo(_weights.AsSpan(to));
            starts[target + 1] = to + _counts[target];
        }

        var total = (int)starts[^1];
        return new CsrMatrix(_counts.Length, starts, _targets.AsMemory(0, total), _weights.AsMemory(0, total));
    }

    /// <summary>Inverse · X for a block of items, users × items.</summary>
    private sealed class UserBlock
    {
        private readonly FactorMatrix _byItem;
        private readonly FactorMatrix _byUser;

        public UserBlock(int stride, int capacity)
        {
            _byItem = new FactorMatrix(BlockItems, stride);
            _byUser = new FactorMatrix(stride, BlockItems);
            Strongest = [.. Enumerable.Range(0, BlockItems).Select(_ => new StrongestWeights(capacity))];
        }

        public StrongestWeights[] Strongest { get; }

        public void Load(SymmetricMatrix inverse, CsrMatrix items, int first, int count)
        {
            for (var target = 0; target < count; target++)
            {
                var sums = _byItem.Row(target);
                sums.Clear();
                var users = items.RowColumns(first + target);
                var values = items.RowValues(first + target);
                for (var entry = 0; entry < users.Length; entry++)
                    FactorKernels.AddScaled(values[entry], inverse.Row(users[entry]), sums);
            }

            for (var user = 0; user < inverse.Rows; user++)
            {
                var row = _byUser.Row(user);
                for (var target = 0; target < count; target++)
                    row[target] = _byItem.Row(target)[user];
            }
        }

        /// <summary>A row of Xᵀ · inverse · X over the block.</summary>
        public void Multiply(CsrMatrix items, int item, Span<float> sums)
        {
            var users = items.RowColumns(item);
            var values = items.RowValues(item);
            ref var rows = ref MemoryMarshal.GetReference(_byUser.Values.Span);
            var (low, high) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (var entry = 0; entry < users.Length; entry++)
            {
                ref var row = ref Unsafe.Add(ref rows, users[entry] * BlockItems);
                var factor = Vector512.Create(values[entry]);
                low = Vector512.FusedMultiplyAdd(factor, FactorKernels.Load(ref row, 0), low);
                high = Vector512.FusedMultiplyAdd(factor, FactorKernels.Load(ref row, FactorKernels.Lanes), high);
            }

            low.CopyTo(sums);
            high.CopyTo(sums[FactorKernels.Lanes..]);
        }
    }
}
