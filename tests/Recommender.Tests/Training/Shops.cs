using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Training;

/// <summary>Small shops whose structure is known.</summary>
internal static class Shops
{
    private static readonly DateTimeOffset FirstDay = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Users and items of two tastes, even and odd: a user acts on items of the own taste only.</summary>
    public static (List<Interaction> Acts, List<Book> Books) TwoTastes(int users = 40, int items = 24, bool dated = true)
    {
        var acts = new List<Interaction>();
        for (var user = 0; user < users; user++)
        {
            for (var step = 0; step < 6; step++)
            {
                var item = ((2 * ((user / 2 * 5) + (step * 3))) + user) % (items / 2 * 2);
                item -= (item - user) % 2;
                DateTimeOffset? date = dated ? FirstDay.AddDays(step * 20).AddHours(user) : null;
                acts.Add(new Interaction($"u{user:D3}", $"b{Math.Abs(item):D3}", InteractionKind.Purchase, false, user % 5, date));
            }
        }

        var books = new List<Book>();
        for (var item = 0; item < items; item++)
        {
            books.Add(new Book
            {
                ItemId = $"b{item:D3}",
                Title = item % 2 == 0 ? $"The dragon of valley {item}" : $"The detective of street {item}",
                Authors = [$"Author {item % 8}"],
                Genres = [item % 2 == 0 ? "Fantasy" : "Crime"],
                Year = 2000 + (item % 20),
            });
        }

        return (acts, books);
    }

    public static TrainingData Build(IEnumerable<Interaction> acts, IEnumerable<Book> books)
    {
        var builder = new TrainingDataBuilder();
        foreach (var act in acts)
            builder.Add(act);
        foreach (var book in books)
            builder.Add(book);
        return builder.Build();
    }

    public static TrainingData BuildTwoTastes(bool dated = true)
    {
        var (acts, books) = TwoTastes(dated: dated);
        return Build(acts, books);
    }
}
