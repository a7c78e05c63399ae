using BookRecs.Recommender.Data;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Tests.Candidates;

namespace BookRecs.Recommender.Tests.Evaluation;

public sealed class EvaluatorTests
{
    /// <summary>Popularity a 3, b 2, c 1; d is in test only.</summary>
    private static readonly Interaction[] Train =
    [
        ToyShop.Act("1", "a"), ToyShop.Act("2", "a"), ToyShop.Act("3", "a"), ToyShop.Act("1", "b"),
        ToyShop.Act("2", "b"), ToyShop.Act("3", "c"),
    ];

    [Fact]
    public void Evaluate_Popular_IsAsByHand()
    {
        // Lists: user 1 [c], user 3 [b], the unknown user 9 [a, b]. Relevant: 1 {c, d}, 3 {b, a (seen: a miss)}, 9 {b}.
        var report = Evaluate(new() { Models = ["popular"], Ks = [2], ColdBelow = 2 }, books: null);
        var (popular, log3) = (report.Models[0], 1 / Math.Log2(3));
        Assert.Equal(3, popular.Overall.Users);
        Assert.Equal(((1 / (1 + log3)) + (1 / (1 + log3)) + log3) / 3, popular.Overall.ByK[0].Ndcg, 1e-12);
        Assert.Equal((0.5 + 0.5 + 1) / 3, popular.Overall.ByK[0].Recall, 1e-12);
        Assert.Equal(3.0 / 4, popular.Overall.CoverageByK[0], 1e-12);

        // Warm items are a and b: user 3 {a, b}, user 9 {b}. Cold items are c and d: user 1 {c, d}.
        Assert.Equal((2, 1), (popular.Warm.Users, popular.Cold.Users));
        Assert.Equal(((1 / (1 + log3)) + log3) / 2, popular.Warm.ByK[0].Ndcg, 1e-12);
        Assert.Equal(1 / (1 + log3), popular.Cold.ByK[0].Ndcg, 1e-12);
    }

    [Fact]
    public void Evaluate_WithACatalogue_CoverageIsAShareOfIt()
    {
        var books = new[] { "a", "b", "x", "y", "z" }.Select(id => new Book { ItemId = id, Title = id });
        var report = Evaluate(new() { Models = ["popular"], Ks = [2] }, books);
        Assert.Equal(5, report.Data.CatalogueSize);
        Assert.Equal(2.0 / 5, report.Models[0].Overall.CoverageByK[0], 1e-12);
    }

    [Fact]
    public void Evaluate_ColdCandidates_RanksOnlyItemsWithoutTrain()
    {
        Book[] books = [Book("a", "Ann"), Book("b", "Bob"), Book("c", "Cid"), Book("d", "Ann"), Book("e", "Bob")];
        var options = new EvaluationOptions { Models = ["popular", "item_to_item", "content", "blend"], Candidates = CandidateFilter.Cold };
        var report = Evaluate(options, books);
        foreach (var model in report.Models)
        {
            var items = Enumerable.Range(0, model.Lists.UserCount).SelectMany(user => model.Lists[user].ToArray())
                .Select(place => report.Data.Train.Items[place.Item]).Distinct().Order().ToArray();
            Assert.Equal(model.Name is "content" or "blend" ? ["d", "e"] : [], items);
        }

        Assert.True(report.Models[2].Cold.ByK[0].Ndcg > 0);
        Assert.Equal(0, report.Models[0].Overall.ByK[0].Ndcg);
    }

    [Fact]
    public void Evaluate_OnAnyNumberOfThreads_GivesTheSameReport()
    {
        var expected = Json(1);
        Assert.Equal(expected, Json(2));
        Assert.Equal(expected, Json(5));

        static string Json(int threads)
        {
            var data = ToyShop.Random(31, users: 300);
            var test = Enumerable.Range(0, 300).Select(user => ToyShop.Act($"u{user}", ToyShop.Id(user % 90)));
            var options = new EvaluationOptions { Models = EvaluationOptions.KnownModels, Threads = threads };
            var report = Evaluator.Evaluate(
                EvaluationData.Create(data, hasCatalogue: true, test), options, null, TestContext.Current.CancellationToken);
            return string.Join('\n', report.Models.Select(model => string.Join(
                ',', Enumerable.Range(0, 300).SelectMany(user => model.Lists[user].ToArray()).Select(place => place.ToString()))));
        }
    }

    [Fact]
    public void Evaluate_Progress_EndsWithEveryModelRecommended()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<EvaluationProgress>();
        var data = EvaluationData.Create(Train, Test(), null);
        Evaluator.Evaluate(data, new() { Models = ["popular", "item_to_item"] }, new Recorder(seen), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["item_to_item fit", "item_to_item recommend", "popular fit", "popular recommend"],
            seen.Select(step => $"{step.Model} {step.Stage}").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Create_RepeatedTestRows_CountOnce()
    {
        var data = EvaluationData.Create(Train, [.. Test(), .. Test()], null);
        Assert.Equal(5, data.TestPairs);
        Assert.Equal(["1", "3", "9"], data.Users.Select(user => user.Id));
        Assert.Equal(-1, data.Users[2].TrainUser);
    }

    [Fact]
    public void Create_TestItems_AddNoItemToTheModels() =>
        Assert.Equal(["a", "b", "c"], EvaluationData.Create(Train, Test(), null).Train.Items.Ids);

    internal static EvaluationReport Evaluate(EvaluationOptions options, IEnumerable<Book>? books) => Evaluator.Evaluate(
        EvaluationData.Create(Train, Test(), books), options, null, TestContext.Current.CancellationToken);

    private static Interaction[] Test() =>
        [ToyShop.Act("1", "c"), ToyShop.Act("3", "b"), ToyShop.Act("9", "b"), ToyShop.Act("1", "d"), ToyShop.Act("3", "a")];

    private static Book Book(string id, string author) => new() { ItemId = id, Title = id, Authors = [author] };

    private sealed class Recorder(System.Collections.Concurrent.ConcurrentBag<EvaluationProgress> seen) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => seen.Add(value);
    }
}
