namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Finds the split of a leaf that lowers the loss most: by second-order gain (Chen and Guestrin, "XGBoost: a scalable tree boosting
/// system", KDD 2016), trying missing values on either side, with the answers of both children held within bounds where features are
/// monotone.
/// </summary>
internal sealed class SplitSearch(FeatureBins bins, LambdaMartOptions options, sbyte[] directions)
{
    /// <summary>What a leaf answers: a Newton step, held within bounds.</summary>
    public double ValueOf(double gradient, double hessian, double lower, double upper)
    {
        var denominator = hessian + options.L2;
        return denominator > 0 ? Math.Clamp(-gradient / denominator, lower, upper) : Math.Clamp(0, lower, upper);
    }

    /// <summary>The best split of a leaf over some features; its gain is 0 when there is none.</summary>
    /// <param name="leaf">The leaf, with its histogram of these features.</param>
    /// <param name="features">Which features may decide, rising.</param>
    /// <param name="gradients">The units of the packed sums.</param>
    public Split Find(TreeLeaf leaf, ReadOnlySpan<int> features, PackedGradients gradients)
    {
        var best = default(Split);
        for (var index = 0; index < features.Length; index++)
        {
            var feature = features[index];
            if (leaf.Refused.Contains(feature))
                continue;
            var histogram = leaf.Histogram.AsSpan(index * HistogramKernel.BinsPerFeature, bins.ValueBinsOf(feature) + 1);
            Scan(leaf, feature, histogram, gradients, isMissingLeft: false, ref best);
            if (histogram[0] != 0)
                Scan(leaf, feature, histogram, gradients, isMissingLeft: true, ref best);
        }

        return best;
    }

    private void Scan(
        TreeLeaf leaf, int feature, ReadOnlySpan<long> histogram, PackedGradients gradients, bool isMissingLeft, ref Split best)
    {
        var (gradient, hessian) = (gradients.GradientOf(leaf.Sum), gradients.HessianOf(leaf.Sum));
        var parentLoss = LossOf(gradient, hessian, leaf.Value);
        var isFree = directions[feature] == 0 && double.IsNegativeInfinity(leaf.LowerBound) && double.IsPositiveInfinity(leaf.UpperBound);
        // Rows are not counted by bin; their second derivatives stand in for them here, and the rows of the chosen split are counted.
        var minHessian = Math.Max(options.MinHessianInLeaf, hessian * (options.MinRowsInLeaf - 1) / leaf.Count);
        var leftSum = isMissingLeft ? histogram[0] : 0;
        var hasMissing = histogram[0] != 0;
        // Behind the last bin, missing values alone are left for the other side.
        var end = hasMissing && !isMissingLeft ? histogram.Length : histogram.Length - 1;
        for (var bin = 1; bin < end; bin++)
        {
            if (histogram[bin] == 0)
                continue;
            leftSum += histogram[bin];
            var leftHessian = gradients.HessianOf(leftSum);
            var rightHessian = gradients.HessianOf(leaf.Sum - leftSum);
            if (leftHessian < minHessian || !(leftHessian + options.L2 > 0))
                continue;
            if (rightHessian < minHessian || !(rightHessian + options.L2 > 0))
                break;
            var leftGradient = gradients.GradientOf(leftSum);
            var rightGradient = gradient - leftGradient;
            double gain;
            if (isFree)
            {
                gain = (leftGradient * leftGradient / (leftHessian + options.L2))
                    + (rightGradient * rightGradient / (rightHessian + options.L2)) + parentLoss;
                if (gain <= best.Gain)
                    continue;
            }

            var left = ValueOf(leftGradient, leftHessian, leaf.LowerBound, leaf.UpperBound);
            var right = ValueOf(rightGradient, rightHessian, leaf.LowerBound, leaf.UpperBound);
            if (directions[feature] * (right - left) < 0)
                continue;
            gain = parentLoss - LossOf(leftGradient, leftHessian, left) - LossOf(rightGradient, rightHessian, right);
            if (gain > best.Gain && gain > MinGain(parentLoss))
                best = new Split(gain, feature, bin, hasMissing ? isMissingLeft : leftHessian >= rightHessian, leftSum, left, right);
        }
    }

    /// <summary>What rounding alone could gain.</summary>
    private static double MinGain(double parentLoss) => 1e-10 * (1 + Math.Abs(parentLoss));

    /// <summary>Twice the loss of a leaf to second order, without what does not depend on its answer.</summary>
    private double LossOf(double gradient, double hessian, double value) => ((2 * gradient) + ((hessian + options.L2) * value)) * value;
}
