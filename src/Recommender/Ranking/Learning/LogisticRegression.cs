namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Logistic regression with quadratic regularisation, fitted by Newton's method (iteratively reweighted least squares: Hastie,
/// Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd edition, section 4.4.1), each row alone.
/// </summary>
/// <remarks>
/// Sums are taken in pieces of rows that do not depend on the number of threads, and over 16 lanes: the bits are the same on any.
/// </remarks>
public static class LogisticRegression
{
    private const int MaxHalvings = 30;

    /// <summary>Fits a model of whether a row's label is above 0.</summary>
    /// <param name="train">What to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds, or the rows are not of both kinds.</exception>
    public static LogisticModel Fit(
        RankingDataSet train, LogisticRegressionOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var share = ShareOfRelevant(train);
        if (share is not (> 0 and < 1))
            throw new ArgumentException("train has labels of one kind only, but must have rows that are relevant and rows that are not", nameof(train));
        var team = new WorkTeam(threads, cancellationToken);
        var scale = FeatureScale.Of(train, team);
        var loss = new LogisticLoss(train, scale, options.MissingIndicators, team);
        var weights = new double[loss.Count];
        weights[0] = Math.Log(share / (1 - share));
        Minimize(loss, weights, options);
        var missing = Enumerable.Range(0, train.FeatureCount)
            .Select(feature => loss.IndicatorOf(feature) is >= 0 and var place ? weights[place] : 0);
        return new LogisticModel(
            [.. train.FeatureNames], weights[0], weights[1..(1 + train.FeatureCount)], [.. missing], scale.Means, scale.Deviations);
    }

    private static double ShareOfRelevant(RankingDataSet data)
    {
        var (relevant, all) = (0d, 0d);
        for (var row = 0; row < data.RowCount; row++)
        {
            var weight = data.Weights.IsEmpty ? 1 : data.Weights[row];
            relevant += data.Labels[row] > 0 ? weight : 0;
            all += weight;
        }

        return all > 0 ? relevant / all : 0;
    }

    private static void Minimize(LogisticLoss loss, double[] weights, LogisticRegressionOptions options)
    {
        var gradient = new double[weights.Length];
        var hessian = new double[weights.Length * weights.Length];
        var value = Compute(weights);
        for (var iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            var step = Solve(hessian, gradient);
            var before = weights.AsSpan().ToArray();
            var next = value;
            var scale = 1d;
            for (var halving = 0; halving <= MaxHalvings; halving++, scale /= 2)
            {
                for (var column = 0; column < weights.Length; column++)
                    weights[column] = before[column] - (scale * step[column]);
                next = Compute(weights);
                // Far from the minimum a whole step can overshoot; near it, rounding moves the loss either way.
                if (next <= value + (1e-7 * Math.Abs(value)))
                    break;
            }

            value = next;
            if (step.Max(Math.Abs) * scale <= options.Tolerance)
                return;
        }

        double Compute(double[] at)
        {
            var sum = loss.Compute(at, gradient, hessian);
            for (var column = 1; column < at.Length; column++)
            {
                sum += options.L2 / 2 * at[column] * at[column];
                gradient[column] += options.L2 * at[column];
                hessian[(column * at.Length) + column] += options.L2;
            }

            return sum;
        }
    }

    /// <summary>Solves H·x = g by Cholesky's method (Golub and Van Loan, "Matrix Computations", 4th edition, section 4.2).</summary>
    private static double[] Solve(double[] hessian, double[] gradient)
    {
        var count = gradient.Length;
        var upper = hessian.AsSpan().ToArray();
        var solution = gradient.AsSpan().ToArray();
        for (var pivot = 0; pivot < count; pivot++)
        {
            var root = Math.Sqrt(Math.Max(upper[(pivot * count) + pivot], 1e-9));
            for (var column = pivot; column < count; column++)
                upper[(pivot * count) + column] /= root;
            upper[(pivot * count) + pivot] = root;
            for (var row = pivot + 1; row < count; row++)
            {
                var factor = upper[(pivot * count) + row];
                for (var column = row; column < count && factor != 0; column++)
                    upper[(row * count) + column] -= factor * upper[(pivot * count) + column];
            }
        }

        for (var row = 0; row < count; row++)
        {
            solution[row] /= upper[(row * count) + row];
            for (var below = row + 1; below < count; below++)
                solution[below] -= upper[(row * count) + below] * solution[row];
        }

        for (var row = count - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < count; column++)
                solution[row] -= upper[(row * count) + column] * solution[column];
            solution[row] /= upper[(row * count) + row];
        }

        return solution;
    }
}
