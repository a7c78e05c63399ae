using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Training;

namespace BookRecs.Recommender.Tests.Candidates;

/// <summary>Models and lists have the same bits on processors with wide vectors, with narrow ones and with none.</summary>
public sealed class VectorWidthTests
{
    private const string FileVariable = "BOOKRECS_TEST_FINGERPRINT";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>What the processes below run; on its own it shows that the fingerprint depends on nothing but the code.</summary>
    [Fact]
    public async Task Fingerprint_IsTheSameEachTime()
    {
        var fingerprint = Fingerprint();
        Assert.Equal(fingerprint, Fingerprint());
        if (Environment.GetEnvironmentVariable(FileVariable) is { } path)
            await File.WriteAllTextAsync(path, $"{BestWidth()} {fingerprint}", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public async Task Fingerprint_OnNarrowerVectors_IsTheSame(string switchedOff, int widest)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "fingerprint");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[switchedOff] = "0";
        start.Environment[FileVariable] = path;
        foreach (var argument in new[]
        {
            typeof(VectorWidthTests).Assembly.Location, "-method", $"{typeof(VectorWidthTests).FullName}.{nameof(Fingerprint_IsTheSameEachTime)}",
        })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await output + await errors);
        var parts = (await File.ReadAllTextAsync(path, limit.Token)).Split(' ');
        Assert.True(int.Parse(parts[0]) <= widest, $"vectors of {parts[0]} bits were on although {switchedOff} is 0");
        Assert.Equal(Fingerprint(), parts[1]);
    }

    private static int BestWidth() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string Fingerprint()
    {
        var data = ToyShop.Random(31);
        var text = new StringBuilder();
        foreach (var solver in Enum.GetValues<LatentFactorsSolver>())
        {
            var options = new CandidateOptions
            {
                LatentFactors = new LatentFactorsOptions { Factors = 20, Iterations = 3, Solver = solver },
                Engine = new EngineOptions
                {
                    MinInteractions = solver == default ? 50 : 1_000,
                    HoldoutFraction = 0.3,
                    Folds = 1,
                    TuningBudget = TimeSpan.Zero,
                    FinalRanker = new LambdaMartOptions { Trees = 5, Leaves = 4, MinRowsInLeaf = 5 },
                },
            };
            var sources = SourceSet.Fit(data, options, SourceSet.KnownNames, 2, null, TestContext.Current.CancellationToken);
            Assert.Equal(solver == default, sources.Engine!.Rankers is not null);
            var artifact = new MemoryArtifact();
            sources.Save(artifact);
            text.AppendLine(artifact.Dump());
            var histories = Enumerable.Range(0, data.Users.Count).Select(user => HistoryItem.Of(data, user)).ToArray();
            var (places, counts) = (new ScoredItem[histories.Length * 10], new int[histories.Length]);
            foreach (var name in SourceSet.KnownNames)
            {
                sources.CreateListMaker(name).Make(histories, null, 10, places, counts);
                text.AppendJoin(' ', places.Select(static place => $"{place.Item}:{BitConverter.SingleToInt32Bits(place.Score):x8}"));
            }
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
