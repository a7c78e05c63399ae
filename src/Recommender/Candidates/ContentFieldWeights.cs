using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Learns what each field of a book is worth from the interactions: logistic regression tells pairs of books with a common user from
/// pairs of books of different users by how alike they are in each field (after feature-based similarity learning: Elbadrawy and
/// Karypis, "User-specific feature-based similarity models for top-n recommendation of new items", ACM TIST 2015).
/// </summary>
/// <remarks>
/// Coefficients are held near their common value, so that the settings rule where the data says little. Reads the books once for each
/// field; the sample of pairs is drawn from the seed alone, and the result does not depend on the number of threads.
/// </remarks>
internal sealed class ContentFieldWeights
{
    private const int MaxPairs = 60_000;
    private const int Sweeps = 40;
    private const double Ridge = 1e-5;

    private static readonly Field[] Fields =
    [
        new(static options => options.Title, static (options, weight) => options with { Title = weight }),
        new(static options => options.Author, static (options, weight) => options with { Author = weight }),
        new(static options => options.Series, static (options, weight) => options with { Series = weight }),
        new(static options => options.Genre, static (options, weight) => options with { Genre = weight }),
        new(static options => options.Publisher, static (options, weight) => options with { Publisher = weight }),
        new(static options => options.Words, static (options, weight) => options with { Words = weight }),
        new(static options => options.Subwords, static (options, weight) => options with { Subwords = weight }),
        new(static options => options.Description, static (options, weight) => options with { Description = weight }),
    ];

    private readonly double[][] _likeness;
    private readonly double[] _margins;
    private readonly int _positives;

    private ContentFieldWeights(double[][] likeness, int positives) =>
        (_likeness, _positives, _margins) = (likeness, positives, new double[2 * positives]);

    /// <summary>Returns the options with the learned weights; as they are when too little is known to learn from.</summary>
    /// <param name="data">Books and interactions.</param>
    /// <param name="options">The weights to begin with; a field with the weight 0 stays out.</param>
    /// <param name="seed">The pairs are drawn from this.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ContentOptions Learn(
        TrainingData data, ContentOptions options, int seed, int threads, CancellationToken cancellationToken)
    {
        var pairs = Draw(data.Interactions, seed);
        if (pairs.Count == 0)
            return options;
        var none = Fields.Aggregate(options, static (all, field) => field.With(all, 0f));
        var likeness = new double[Fields.Length][];
        var squares = new double[data.Items.Count];
        for (var index = 0; index < Fields.Length; index++)
        {
            var weight = Fields[index].Read(options);
            likeness[index] = new double[2 * pairs.Count];
            if (weight > 0f)
            {
                var vectors = ContentVectors.BuildRaw(data.Books, Fields[index].With(none, weight), threads, cancellationToken);
                Compare(vectors, pairs, likeness[index], squares);
            }
        }

        for (var place = 0; place < 2 * pairs.Count; place++)
        {
            var (left, right) = PairAt(pairs, place);
            var length = Math.Sqrt(squares[left] * squares[right]);
            foreach (var field in likeness)
                field[place] = length > 0 ? field[place] / length : 0;
        }

        var factors = new ContentFieldWeights(likeness, pairs.Count).Fit(cancellationToken);
        for (var index = 0; index < Fields.Length; index++)
            options = Fields[index].With(options, Math.Min(100f, (float)(Fields[index].Read(options) * Math.Sqrt(factors[index]))));
        return options;
    }

    /// <summary>Two items of one user each.</summary>
    private static List<(int Left, int Right)> Draw(CsrMatrix interactions, int seed)
    {
        var pairs = new List<(int Left, int Right)>();
        var users = Enumerable.Range(0, interactions.RowCount).Where(user => interactions.RowColumns(user).Length > 1).ToArray();
        var wanted = users.Length == 0 ? 0 : Math.Min(MaxPairs, interactions.EntryCount);
        for (var draw = 0; draw < wanted; draw++)
        {
            var random = StableHash.Mix(StableHash.Mix((uint)seed) ^ (ulong)draw);
            var items = interactions.RowColumns(users[random % (uint)users.Length]);
            random = StableHash.Mix(random);
            var left = (int)(random % (uint)items.Length);
            var right = (int)((random >> 32) % (uint)(items.Length - 1));
            pairs.Add((items[left], items[right < left ? right : right + 1]));
        }

        return pairs;
    }

    /// <summary>The pair of a place: those of one user first, then as many of the same items, put together across users.</summary>
    private static (int Left, int Right) PairAt(List<(int Left, int Right)> pairs, int place) =>
        place < pairs.Count
            ? pairs[place]
            : (pairs[place - pairs.Count].Left, pairs[(place - pairs.Count + (pairs.Count / 2)) % pairs.Count].Right);

    private static void Compare(CsrMatrix vectors, List<(int Left, int Right)> pairs, double[] likeness, double[] squares)
    {
        for (var item = 0; item < squares.Length; item++)
        {
            foreach (var weight in vectors.RowValues(item))
                squares[item] += weight * weight;
        }

        for (var place = 0; place < likeness.Length; place++)
        {
            var (left, right) = PairAt(pairs, place);
            likeness[place] = left == right ? 0 : Product(vectors, left, right);
        }
    }

    private static double Product(CsrMatrix vectors, int left, int right)
    {
        var leftTerms = vectors.RowColumns(left);
        var rightTerms = vectors.RowColumns(right);
        var leftWeights = vectors.RowValues(left);
        var rightWeights = vectors.RowValues(right);
        var sum = 0d;
        for (int first = 0, second = 0; first < leftTerms.Length && second < rightTerms.Length;)
        {
            if (leftTerms[first] == rightTerms[second])
                sum += leftWeights[first] * rightWeights[second];
            var isBehind = leftTerms[first] <= rightTerms[second];
            second += leftTerms[first] >= rightTerms[second] ? 1 : 0;
            first += isBehind ? 1 : 0;
        }

        return sum;
    }

    /// <summary>Fits by coordinate descent with Newton steps.</summary>
    /// <returns>What each field's likeness counts, beside 1 on the average of the likeness that users' pairs have.</returns>
    private double[] Fit(CancellationToken cancellationToken)
    {
        var all = new double[_margins.Length];
        foreach (var field in _likeness)
        {
            for (var place = 0; place < all.Length; place++)
                all[place] += field[place];
        }

        double[] constant = [.. Enumerable.Repeat(1d, all.Length)];
        var (intercept, common) = (0d, 0d);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            intercept = Step(constant, intercept, 0, 0, double.NegativeInfinity);
            common = Step(all, common, 0, Ridge, 0);
        }

        var coefficients = Enumerable.Repeat(common, _likeness.Length).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            intercept = Step(constant, intercept, 0, 0, double.NegativeInfinity);
            for (var index = 0; index < coefficients.Length; index++)
                coefficients[index] = Step(_likeness[index], coefficients[index], common, Ridge, 0);
        }

        var (weighted, total) = (0d, 0d);
        for (var index = 0; index < coefficients.Length; index++)
        {
            var share = _likeness[index].AsSpan(0, _positives);
            foreach (var value in share)
                (weighted, total) = (weighted + (coefficients[index] * value), total + value);
        }

        return weighted > 0 ? [.. coefficients.Select(value => value * total / weighted)] : [.. coefficients.Select(static _ => 1d)];
    }

    /// <summary>One Newton step of one coefficient on the mean loss, held near a value and not below a bound.</summary>
    private double Step(double[] feature, double value, double near, double ridge, double least)
    {
        var (slope, curvature) = (0d, 0d);
        for (var place = 0; place < feature.Length; place++)
        {
            if (feature[place] == 0)
                continue;
            var chance = 1 / (1 + Math.Exp(-_margins[place]));
            slope += feature[place] * (chance - (place < _positives ? 1 : 0));
            curvature += feature[place] * feature[place] * chance * (1 - chance);
        }

        slope = (slope / feature.Length) + (2 * ridge * (value - near));
        curvature = (curvature / feature.Length) + (2 * ridge);
        if (curvature <= 0)
            return value;
        // A whole step may overshoot where the loss is flat.
        var next = Math.Max(least, value - Math.Clamp(slope / curvature, -2, 2));
        for (var place = 0; place < feature.Length; place++)
            _margins[place] += feature[place] * (next - value);
        return next;
    }

    private sealed record Field(Func<ContentOptions, float> Read, Func<ContentOptions, float, ContentOptions> With);
}
