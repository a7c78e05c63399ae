using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Tests.Candidates;
using BookRecs.Recommender.Tests.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Evaluation;

/// <summary>Whether an evaluation can measure what readers would be shown.</summary>
public sealed class ServedListsTests
{
    [Fact]
    public void Evaluate_Served_MeasuresTheListsThatAReaderOfTheShopGets()
    {
        var shop = EngineShop.Data;
        string[] readers = [.. shop.Users.Ids.Take(40), "a stranger"];
        var served = Served(shop, EngineShop.Fitted, readers);

        var serving = new RankingEngine(TrainedModel.InMemory(shop, EngineShop.Fitted), shop.Books.OfType<Book>());
        Assert.All(readers, reader => Assert.Equal(
            serving.Rank(new RankingRequest { History = HistoryOf(shop, reader) }).Select(item => item.ItemId), served[reader]));
    }

    [Fact]
    public void Evaluate_Served_ShowsOneEditionOfAWorkAndNoneOfWhatTheReaderHas()
    {
        Interaction[] acts =
        [
            .. Enumerable.Range(0, 5).SelectMany(user => new[] { "a", "a2", "b", "b2" }.Select(item => ToyShop.Act($"u{user}", item))),
            ToyShop.Act("reader", "a"),
        ];
        var books = new[] { "a", "a2", "b", "b2" }.Select(id => new Book { ItemId = id, Title = id, WorkId = id[..1] });
        var data = EvaluationData.Create(acts, [], books).Train;
        var sources = SourceSet.Fit(data, new CandidateOptions(), ["engine"], 1, null, TestContext.Current.CancellationToken);

        var item = Assert.Single(Served(data, sources, ["reader"])["reader"]);
        Assert.Contains(item, (string[])["b", "b2"]);
    }

    [Fact]
    public void Validate_ServedOfSomeItemsOnly_IsRefused() => Assert.Contains(
        "Evaluation.Models",
        Assert.Throws<ArgumentException>(
            new EvaluationOptions { Models = [EvaluationOptions.Served], Candidates = CandidateFilter.Cold }.Validate).Message,
        StringComparison.Ordinal);

    private static Dictionary<string, string[]> Served(TrainingData train, SourceSet sources, string[] readers)
    {
        var data = EvaluationData.Create(train, hasCatalogue: true, readers.Select(reader => ToyShop.Act(reader, train.Items[0])));
        var options = new EvaluationOptions { Models = [EvaluationOptions.Served], Ks = [10], Threads = 2 };
        var lists = Evaluator.Evaluate(data, sources, options, null, TestContext.Current.CancellationToken).Models[0].Lists;
        return Enumerable.Range(0, readers.Length).ToDictionary(
            user => data.Users[user].Id, user => lists[user].ToArray().Select(place => train.Items[place.Item]).ToArray());
    }

    private static RankingHistoryItem[] HistoryOf(TrainingData data, string reader) => !data.Users.TryGetIndex(reader, out var user)
        ? []
        :
        [
            .. HistoryItem.Of(data, user).OrderByDescending(act => act.OccurredAt).Select(act => new RankingHistoryItem(
                data.Items[act.Item], act.Weight, OccurredAt: DateTimeOffset.FromUnixTimeSeconds(act.OccurredAt!.Value))),
        ];
}
