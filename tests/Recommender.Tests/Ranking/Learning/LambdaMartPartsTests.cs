using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

/// <summary>Several rankers that learn from parts of the same queries.</summary>
public sealed class LambdaMartPartsTests
{
    private const int Rankers = 4;

    private static readonly LambdaMartOptions Options = new() { Trees = 40, MinRowsInLeaf = 5, Leaves = 8, FeatureFraction = 0.6 };

    [Fact]
    public void FitParts_OfOneRankerThatLearnsFromAll_IsFit()
    {
        var data = RankingRows.Random(1);
        var parts = Fit(data, 1, static (_, _) => QueryRole.Learn, Options);
        var alone = LambdaMart.Fit(data, null, Options, 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Dump(alone.Model), Dump(Assert.Single(parts).Model));
        Assert.Empty(parts[0].ValidationNdcg);
    }

    [Fact]
    public void FitParts_TheMean_RanksBetterThanTheMembersDoOnAverage()
    {
        var test = RankingRows.Random(103, groups: 300);
        var fits = Fit(RankingRows.Random(101, groups: 150), Rankers, ByQuarter, Options);

        var members = fits.Select(fit => NdcgOf(fit.Model, test)).ToArray();
        var mean = NdcgOf(TreeEnsemble.MeanOf([.. fits.Select(static fit => fit.Model)]), test);

        Assert.Equal(Rankers, members.Distinct().Count());
        Assert.True(mean > members.Average(), $"the mean has {mean}, its members {string.Join(", ", members)}");
    }

    [Fact]
    public void FitParts_TheQueriesLeftOut_TeachNothing()
    {
        QueryRole Role(int ranker, int query) => query % 3 == 0 ? QueryRole.LeaveOut : query % 3 == 1 ? QueryRole.Validate : QueryRole.Learn;
        var once = Fit(WithLabels(static (_, label) => label), 1, Role, Options)[0];
        var again = Fit(WithLabels(static (query, label) => query % 3 == 0 ? 2 - label : label), 1, Role, Options)[0];
        Assert.Equal(Dump(once.Model), Dump(again.Model));
        Assert.Equal(once.ValidationNdcg, again.ValidationNdcg);
    }

    [Fact]
    public void FitParts_TheQueriesThatValidate_OnlyDecideHowManyTreesAreKept()
    {
        var options = Options with { EarlyStoppingRounds = 0 };
        var kept = new List<int>();
        foreach (var reverse in new[] { false, true })
        {
            var data = WithLabels((query, label) => reverse && query % 4 == 0 ? 2 - label : label);
            var fit = Fit(data, 1, static (_, query) => query % 4 == 0 ? QueryRole.Validate : QueryRole.Learn, options)[0];
            var same = Fit(
                data, 1, static (_, query) => query % 4 == 0 ? QueryRole.LeaveOut : QueryRole.Learn, options with { Trees = fit.Model.TreeCount })[0];
            Assert.Equal(Dump(same.Model), Dump(fit.Model));
            Assert.Equal(options.Trees, fit.ValidationNdcg.Count);
            kept.Add(fit.Model.TreeCount);
        }

        Assert.True(kept[0] > kept[1], $"{kept[0]} trees were kept where they help and {kept[1]} where they harm");
    }

    [Fact]
    public void FitParts_OnAnyNumberOfThreads_GivesTheSameBytes()
    {
        var data = RankingRows.Random(7, groups: 800, isWeighted: true);
        var options = Options with { Trees = 5 };
        var once = Fit(data, Rankers, ByQuarter, options).Select(static fit => Dump(fit.Model)).ToArray();
        foreach (var threads in new[] { 2, 5 })
            Assert.Equal(once, Fit(data, Rankers, ByQuarter, options, threads).Select(static fit => Dump(fit.Model)));
    }

    [Fact]
    public void FitParts_WithNothingToLearnFromForARanker_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Fit(RankingRows.Random(1), 2, static (ranker, _) => ranker == 0 ? QueryRole.Learn : QueryRole.Validate, Options));
        Assert.Contains("no query whose rows differ in their labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FitParts_HeldOutScores_AreThoseOfTheRankerThatARowValidates()
    {
        var data = RankingRows.Random(5, groups: 90);
        var scores = Enumerable.Repeat(float.NaN, data.RowCount).ToArray();
        static QueryRole Role(int ranker, int query) => query % 3 == ranker ? QueryRole.Validate : QueryRole.Learn;

        var fits = LambdaMart.FitParts(
            RankingRows.Binned(data, Options), 2, Role, Options, scores, 2, cancellationToken: TestContext.Current.CancellationToken);

        for (var query = 0; query < data.GroupCount; query++)
        {
            var (first, end) = (data.GroupStarts[query], data.GroupStarts[query + 1]);
            var expected = query % 3 == 2
                ? Enumerable.Repeat(float.NaN, end - first)
                : Enumerable.Range(first, end - first).Select(row => fits[query % 3].Model.Walk(data.Row(row)));
            Assert.Equal(expected, scores[first..end]);
        }
    }

    [Fact]
    public void FitParts_WithNothingToValidateARankerBy_KeepsAllTreesAndWritesNoScores()
    {
        var data = RankingRows.Random(5, groups: 30);
        var scores = Enumerable.Repeat(float.NaN, data.RowCount).ToArray();

        var fits = LambdaMart.FitParts(
            RankingRows.Binned(data, Options),
            2,
            static (_, _) => QueryRole.Learn,
            Options,
            scores,
            1,
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(fits, static fit => Assert.Equal(Options.Trees, fit.Model.TreeCount));
        Assert.All(scores, static score => Assert.Equal(float.NaN, score));
    }

    [Fact]
    public void FitParts_Progress_CountsTheTreesOfAllRankers()
    {
        var seen = new List<int>();
        LambdaMart.FitParts(
            RankingRows.Binned(RankingRows.Random(1), Options),
            2,
            static (_, _) => QueryRole.Learn,
            Options with { Trees = 3 },
            [],
            1,
            new Collector(seen),
            TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
    }

    private static QueryRole ByQuarter(int ranker, int query) => query % Rankers == ranker ? QueryRole.Validate : QueryRole.Learn;

    private static IReadOnlyList<LambdaMartFit> Fit(
        RankingDataSet data, int rankers, Func<int, int, QueryRole> roleOf, LambdaMartOptions options, int threads = 1) =>
        LambdaMart.FitParts(RankingRows.Binned(data, options), rankers, roleOf, options, [], threads, null, TestContext.Current.CancellationToken);

    /// <summary>The same queries with other labels, 0 to 2.</summary>
    private static RankingDataSet WithLabels(Func<int, float, float> labelOf)
    {
        var data = RankingRows.Random(11, groups: 120);
        var builder = new RankingDataSetBuilder(data.FeatureNames);
        for (var query = 0; query < data.GroupCount; query++)
        {
            var (first, end) = (data.GroupStarts[query], data.GroupStarts[query + 1]);
            float[] rows = [.. Enumerable.Range(first, end - first).SelectMany(row => data.Row(row).ToArray())];
            builder.AddGroup(rows, [.. data.Labels[first..end].ToArray().Select(label => labelOf(query, label))]);
        }

        return builder.Build();
    }

    private static double NdcgOf(TreeEnsemble model, RankingDataSet test) => RankingMetrics.Ndcg(test, RankingRows.Score(model, test), 10);

    private static string Dump(TreeEnsemble model)
    {
        var artifact = new MemoryArtifact();
        model.Save(artifact, "m");
        return artifact.Dump();
    }

    private sealed class Collector(List<int> seen) : IProgress<LambdaMartProgress>
    {
        public void Report(LambdaMartProgress value) => seen.Add(value.Trees);
    }
}
