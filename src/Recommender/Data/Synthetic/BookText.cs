using System.Globalization;

namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>Writes titles, names and descriptions from the numbers of the catalogue; the same number always gives the same text.</summary>
internal sealed class BookText(SyntheticShopOptions options, ShopCatalogue catalogue, Func<int, string> itemId)
{
    private const int AuthorStream = 1 << 28;
    private const int SeriesStream = 1 << 29;
    private const int ItemStream = 1 << 30;

    public Book Write(int item)
    {
        var work = catalogue.Work[item];
        var random = new SeededRandom(options.Seed, ItemStream + work);
        var (genre, theme, nouns) = ShopVocabulary.Themes[catalogue.Theme[item]];
        var name = Title(nouns, random);
        var series = catalogue.Series[item] == ShopCatalogue.NoSeries ? null : SeriesName(catalogue.Series[item], nouns);
        var description = Description(genre, theme, nouns, series, catalogue.Volume[item], random);
        var year = random.Below(3) == 0 ? random.Below(45) : random.Below(12);
        var edition = new SeededRandom(options.Seed, item);
        var author = Author(catalogue.Author[item], out var language);
        var pages = 150 + random.Below(600);
        var arrival = options.Start.AddDays(catalogue.Arrival[item]);
        var volume = catalogue.Volume[item];
        return new Book
        {
            ItemId = itemId(item),
            Title = series is null ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({series}, #{volume})"),
            Authors = [author],
            Series = series is null ? [] : [series],
            Volume = series is null ? null : volume,
            Genres = [genre, theme],
            Description = description,
            Language = language,
            Year = catalogue.Arrival[item] > 0 ? arrival.Year : options.Start.Year - 1 - year + (item == work ? 0 : Math.Min(year, 3)),
            Publisher = edition.Pick(ShopVocabulary.Publishers),
            WorkId = itemId(work).Replace("book-", "work-", StringComparison.Ordinal),
            Price = decimal.Round(4.99m + (pages / 50) + edition.Below(6), 2),
            Available = !edition.Chance(0.02),
        };
    }

    private static string Title(string[] nouns, SeededRandom random)
    {
        var first = Capital(random.Pick(nouns));
        var second = Capital(random.Pick(nouns));
        var adjective = Capital(random.Pick(ShopVocabulary.Adjectives));
        return random.Below(7) switch
        {
            0 => $"The {adjective} {first}",
            1 => first == second ? $"{WithArticle(adjective)} {first}" : $"The {first} and the {second}",
            2 => $"{adjective} {first}, {Capital(random.Pick(ShopVocabulary.Adjectives))} {second}",
            3 => $"The {first} of {random.Pick(ShopVocabulary.LastNames)}",
            4 => $"{random.Pick(ShopVocabulary.FirstNames)} and the {adjective} {first}",
            5 => $"{WithArticle(first)} for {random.Pick(ShopVocabulary.FirstNames)}",
            _ => $"Beyond the {adjective} {second}",
        };
    }

    private static string Description(string genre, string theme, string[] nouns, string? series, int volume, SeededRandom random)
    {
        var hero = random.Pick(ShopVocabulary.FirstNames);
        var place = random.Pick(ShopVocabulary.LastNames);
        var nounsOfBook = (string[])nouns.Clone();
        random.Shuffle(nounsOfBook.AsSpan());
        var opening = random.Below(4) switch
        {
            0 => $"When {hero} finds {WithArticle(nounsOfBook[0])} near {place}, nothing stays as it was.",
            1 => $"{hero} never wanted the {nounsOfBook[0]}, and {place} never wanted {hero}.",
            2 => $"{Capital(WithArticle(nounsOfBook[0]))}, {WithArticle(nounsOfBook[1])}, and one long season in {place}.",
            _ => $"Everyone in {place} knows about the {nounsOfBook[0]}; only {hero} asks why.",
        };
        var middle = $"Between {nounsOfBook[2]} and {nounsOfBook[3]}, the {nounsOfBook[4]} holds the key to the {nounsOfBook[5]}.";
        var close = random.Below(3) switch
        {
            0 => $"A story of {theme} for readers of {genre.ToLowerInvariant()}.",
            1 => $"For all who love {genre.ToLowerInvariant()}, and {theme} most of all.",
            _ => $"{genre} at its best: {theme}, {WithArticle(nounsOfBook[6])} and "
                + $"{WithArticle(random.Pick(ShopVocabulary.Adjectives))} {nounsOfBook[7]}.",
        };
        var number = series is null ? "" : string.Create(CultureInfo.InvariantCulture, $" Volume {volume} of {series}.");
        return $"{opening} {middle} {close}{number}";
    }

    private static string WithArticle(string word)
    {
        var article = "aeiou".Contains(char.ToLowerInvariant(word[0]), StringComparison.Ordinal) ? "an" : "a";
        return char.IsUpper(word[0]) ? $"{Capital(article)} {word}" : $"{article} {word}";
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private string Author(int author, out string language)
    {
        var random = new SeededRandom(options.Seed, AuthorStream + author);
        var share = random.Double();
        language = ShopVocabulary.Languages[0].Code;
        foreach (var (code, part) in ShopVocabulary.Languages)
        {
            language = code;
            if ((share -= part) < 0)
                break;
        }

        var initial = (char)('A' + random.Below(26));
        return $"{random.Pick(ShopVocabulary.FirstNames)} {initial}. {random.Pick(ShopVocabulary.LastNames)}";
    }

    private string SeriesName(int series, string[] nouns)
    {
        var random = new SeededRandom(options.Seed, SeriesStream + series);
        var noun = Capital(random.Pick(nouns));
        var place = random.Pick(ShopVocabulary.LastNames);
        return random.Below(4) switch
        {
            0 => $"The {place} {noun} Chronicles",
            1 => $"{place} {noun}s",
            2 => $"{Capital(random.Pick(ShopVocabulary.Adjectives))} {noun} of {place}",
            _ => $"The {noun} Files of {place}",
        };
    }
}
