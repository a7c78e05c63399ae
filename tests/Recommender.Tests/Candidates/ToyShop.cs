using System.Globalization;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

/// <summary>Small shops whose right answers are known by construction.</summary>
public static class ToyShop
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Words =
        ["sea", "garden", "murder", "winter", "dragon", "letters", "island", "queen", "silence", "road"];

    public static string Id(int number) => number.ToString("D3", CultureInfo.InvariantCulture);

    public static Interaction Act(string user, string item, float? rating = null, double? day = null) =>
        new(user, item, InteractionKind.Purchase, false, rating, day is null ? null : Start.AddDays(day.Value));

    /// <summary>
    /// Users and items on a board of two colours: a user has every item of the own colour but the one of the own number, so that this
    /// one item is the right answer.
    /// </summary>
    public static TrainingData Checkerboard(int size = 50)
    {
        var builder = new TrainingDataBuilder();
        for (var user = 0; user < size; user++)
        {
            for (var item = user % 2; item < size; item += 2)
            {
                if (item != user)
                    builder.Add(Act(Id(user), Id(item), day: user));
            }
        }

        for (var item = 0; item < size; item++)
        {
            builder.Add(new Book
            {
                ItemId = Id(item),
                Title = Id(item),
                Authors = [item % 2 == 0 ? "Even, Eve" : "Odd, Otto"],
                Series = [item % 2 == 0 ? "White" : "Black"],
                Volume = item,
                Genres = [item % 2 == 0 ? "white" : "black"],
            });
        }

        return builder.Build();
    }

    /// <summary>A shop of random tastes with dates, ratings, metadata and, at its end, books that nobody has acted on.</summary>
    public static TrainingData Random(int seed, int users = 60, int items = 90, int coldItems = 10)
    {
        var random = new Random(seed);
        var builder = new TrainingDataBuilder();
        for (var user = 0; user < users; user++)
        {
            for (var act = 0; act < 3 + random.Next(12); act++)
            {
                var item = (int)(Math.Pow(random.NextDouble(), 2) * (items - coldItems));
                float? rating = random.Next(2) == 0 ? random.Next(1, 6) : null;
                builder.Add(Act($"u{user}", Id(item), rating, random.Next(365)));
            }
        }

        for (var item = 0; item < items; item++)
        {
            builder.Add(new Book
            {
                ItemId = Id(item),
                Title = $"The {Words[random.Next(Words.Length)]} of the {Words[random.Next(Words.Length)]}",
                Authors = [$"Author {random.Next(12)}"],
                Series = random.Next(3) == 0 ? [$"Series {random.Next(6)}"] : [],
                Volume = random.Next(1, 9),
                Genres = [$"genre {random.Next(5)}"],
                Publisher = $"House {random.Next(4)}",
            });
        }

        return builder.Build();
    }

    public static string[] List(SourceSet sources, TrainingData data, string model, HistoryItem[] history, int length = 10)
    {
        var places = new ScoredItem[length];
        var count = sources.CreateListMaker(model).Make(history, [], null, places);
        return [.. places[..count].Select(place => data.Items[place.Item])];
    }

    public static HistoryItem[] History(TrainingData data, params string[] items) => [.. items.Select(id =>
        data.Items.TryGetIndex(id, out var item) ? new HistoryItem(item, 1f) : throw new ArgumentException($"no item {id}"))];
}
