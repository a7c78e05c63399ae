using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates.Latent;

/// <summary>The regression from content to factors, against the same system solved densely.</summary>
public sealed class ContentFactorsTests
{
    private const int Factors = 9;

    [Theory]
    [InlineData(1f)]
    [InlineData(10f)]
    [InlineData(100f)]
    public void OfNew_IsTheDenseSolutionOfTheRidgeRegression(float ridge)
    {
        var data = ToyShop.Random(7, users: 80, items: 60, coldItems: 12);
        var options = Options with { ColdStart = new ColdStartOptions { FactorRidge = ridge } };
        var sources = Fit(data, options, 1);
        var (content, latent) = (sources.ColdStart!.Factors!, sources.LatentFactors!);
        var vectors = ContentVectors.Build(data.Books, sources.Options.Content, 1, TestContext.Current.CancellationToken);
        var counts = new int[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            counts[item]++;
        int[] known = [.. Enumerable.Range(0, counts.Length).Where(item => counts[item] > 0)];
        var weights = Solve(known, (left, right) => Cosine(vectors, left, right) + (left == right ? ridge : 0), item => latent.FactorsOf(item).ToArray());
        var placed = 0;
        foreach (var item in Enumerable.Range(0, counts.Length).Where(item => counts[item] == 0))
        {
            var found = content.OfNew(item);
            placed += found.IsEmpty ? 0 : 1;
            for (var factor = 0; factor < Factors && !found.IsEmpty; factor++)
                Assert.Equal(known.Select((other, row) => Cosine(vectors, item, other) * weights[row][factor]).Sum(), found[factor], 0.01 * Math.Sqrt(1 / ridge));
        }

        Assert.InRange(placed, 8, counts.Length);
        Assert.All(known, item => Assert.True(content.OfNew(item).IsEmpty, $"item {item} has users and is placed"));
    }

    [Fact]
    public void OfNew_IsWhereTheBookWouldBePlacedFromItsRecord()
    {
        var data = ToyShop.Random(8, users: 80, items: 60, coldItems: 12);
        var source = Fit(data, Options, 2).ColdStart!;
        var place = new float[source.Factors!.Stride];
        for (var item = 0; item < data.Items.Count; item++)
        {
            var found = source.Factors.OfNew(item).ToArray();
            if (found.Length == 0)
                continue;
            Assert.True(source.TryPlace(data.Books[item]!, place));
            Assert.All(found.Zip(place), static pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Fit_OnAnyNumberOfThreadsAndAfterLoading_GivesTheSameBits()
    {
        var data = ToyShop.Random(9, users: 80, items: 60, coldItems: 12);
        var once = Dump(Fit(data, Options, 1));
        Assert.Equal(once, Dump(Fit(data, Options, 2)));
        Assert.Equal(once, Dump(Fit(data, Options, 5)));
        var artifact = new MemoryArtifact();
        Fit(data, Options, 1).Save(artifact);
        using var reader = artifact.OpenReader();
        Assert.Equal(once, Dump(SourceSet.Load(reader)));
    }

    [Theory]
    [InlineData("cold_start.factors.weights", "cold_start.factors.weights or cold_start.factors.new_rows")]
    [InlineData("cold_start.factors.new_items", "cold_start.factors.new_rows has")]
    public void Load_BrokenSections_AreRefusedByName(string section, string message)
    {
        var artifact = new MemoryArtifact();
        Fit(ToyShop.Random(9, coldItems: 12), Options, 1).Save(artifact);
        artifact.Replace(section, new float[16]);
        using var reader = artifact.OpenReader();
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader)).Message, StringComparison.Ordinal);
    }

    private static CandidateOptions Options => new() { LatentFactors = new LatentFactorsOptions { Factors = Factors, Iterations = 4 } };

    private static SourceSet Fit(TrainingData data, CandidateOptions options, int threads) => SourceSet.Fit(
        data, options, [LatentFactorsSource.SourceName, ColdStartSource.SourceName], threads, null, TestContext.Current.CancellationToken);

    private static string Dump(SourceSet sources)
    {
        var artifact = new MemoryArtifact();
        sources.Save(artifact);
        return artifact.Dump();
    }

    private static double Cosine(CsrMatrix vectors, int left, int right)
    {
        var sum = 0d;
        for (var entry = 0; entry < vectors.RowColumns(left).Length; entry++)
        {
            var at = vectors.RowColumns(right).IndexOf(vectors.RowColumns(left)[entry]);
            sum += at >= 0 ? (double)vectors.RowValues(left)[entry] * vectors.RowValues(right)[at] : 0;
        }

        return sum;
    }

    /// <summary>Gaussian elimination; the matrix is symmetric and positive definite.</summary>
    private static double[][] Solve(int[] items, Func<int, int, double> matrix, Func<int, float[]> target)
    {
        var rows = items.Select(item => items.Select(other => matrix(item, other)).Concat(target(item).Select(static value => (double)value)).ToArray()).ToArray();
        for (var pivot = 0; pivot < rows.Length; pivot++)
        {
            for (var row = 0; row < rows.Length; row++)
            {
                var factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (var column = pivot; column < rows[row].Length && factor != 0; column++)
                    rows[row][column] -= factor * rows[pivot][column];
            }
        }

        return [.. rows.Select((row, index) => row[rows.Length..].Select(value => value / row[index]).ToArray())];
    }
}
