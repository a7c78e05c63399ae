using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Tests.Training;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Ranking;

/// <summary>Puts a small shop together and ranks in it, without files.</summary>
internal sealed class RankingShop
{
    private readonly List<Interaction> _acts = [];
    private readonly List<Book> _modelBooks = [];
    private readonly List<Book> _newBooks = [];

    /// <summary>Adds a book that the model knows.</summary>
    public RankingShop Book(
        string id, string? author = null, string? series = null, float? volume = null, string? work = null, string? genre = null,
        bool available = true, string? language = null, string? title = null)
    {
        var book = Make(id, author, series, volume, work, genre);
        _modelBooks.Add(book with { Available = available, Language = language, Title = title ?? id });
        return this;
    }

    /// <summary>Adds a book that came into the catalogue after the training.</summary>
    public RankingShop NewBook(
        string id, string? author = null, string? series = null, float? volume = null, string? work = null, string? genre = null)
    {
        _newBooks.Add(Make(id, author, series, volume, work, genre));
        return this;
    }

    /// <summary>Lets a number of users act on all of the items together.</summary>
    public RankingShop Together(int users, params string[] items)
    {
        var first = _acts.Count;
        for (var user = 0; user < users; user++)
        {
            foreach (var item in items)
                _acts.Add(new Interaction($"u{first}-{user}", item, InteractionKind.Purchase, false, null, null));
        }

        return this;
    }

    public RankingEngine Engine(RankingOptions? options = null, IEnumerable<Book>? catalogue = null) =>
        new(Model(), catalogue ?? [.. _modelBooks, .. _newBooks], options);

    public TrainedModel Model() => Model(Shops.Build([.. _acts, .. Crowd()], _modelBooks));

    public static TrainedModel Model(TrainingData data)
    {
        var sources = SourceSet.Fit(data, new(), SourceSet.BaseNames, 1, null, TestContext.Current.CancellationToken);
        return TrainedModel.InMemory(data, sources);
    }

    public static RankingRequest For(params string[] history) => new() { History = [.. history.Select(id => new RankingHistoryItem(id))] };

    /// <summary>Items outside the catalogue that others act on: in a shop of few items, users of most of them would tell nothing.</summary>
    private static IEnumerable<Interaction> Crowd() => Enumerable.Range(0, 30)
        .Select(number => new Interaction($"crowd{number}", $"crowd item {number}", InteractionKind.Purchase, false, null, null));

    private static Book Make(
        string id, string? author, string? series, float? volume, string? work, string? genre) => new()
        {
            ItemId = id,
            Title = id,
            Authors = author is null ? [] : [author],
            Series = series is null ? [] : [series],
            Volume = volume,
            WorkId = work,
            Genres = genre is null ? [] : [genre],
        };
}
