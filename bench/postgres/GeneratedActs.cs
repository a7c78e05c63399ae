using System.Globalization;
using BookRecs.Recommender.Data;

namespace BookRecs.Postgres;

/// <summary>Acts of invented readers over five years, in the order in which a shop would have logged them. The same seed gives the same.</summary>
internal static class GeneratedActs
{
    private const int Items = 90_000;
    private const int Months = 60;
    private static readonly DateTimeOffset FirstDay = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many readers there are for a number of acts: 34 acts each on average, as in Goodreads' data.</summary>
    public static int Users(int rows) => Math.Max(1, rows / 34);

    /// <summary>The id of a reader.</summary>
    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"reader-{number:0000000}");

    /// <summary>Generates acts. Most readers have few, some have thousands; few books have most of the acts.</summary>
    public static IEnumerable<Interaction> Read(int rows)
    {
        var random = new Random(42);
        var users = Enumerable.Range(0, Users(rows)).Select(User).ToArray();
        var items = Enumerable.Range(0, Items).Select(number => string.Create(CultureInfo.InvariantCulture, $"book-{number:000000}")).ToArray();
        var step = (FirstDay.AddMonths(Months) - FirstDay) / rows;
        for (var row = 0; row < rows; row++)
        {
            var user = users[(int)(users.Length * Math.Pow(random.NextDouble(), 2))];
            var item = items[(int)(Items * Math.Pow(random.NextDouble(), 3))];
            var isRead = random.Next(2) == 0;
            yield return new Interaction(
                user, item, isRead ? InteractionKind.Read : InteractionKind.Purchase, isRead, isRead ? random.Next(6) : null, FirstDay + (step * row));
        }
    }
}
