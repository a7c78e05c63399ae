using System.Globalization;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Makes a catalogue entry of a film.</summary>
internal static class MovieLensFilm
{
    private const string NoGenres = "(no genres listed)";

    public static Book Make(string item, string title, IEnumerable<string> genres)
    {
        title = title.Trim();
        return new Book
        {
            ItemId = item,
            Title = title,
            Genres = [.. genres.Select(genre => genre.Trim()).Where(genre => genre.Length > 0 && genre != NoGenres)],
            Year = title is [.., '(', _, _, _, _, ')']
                && int.TryParse(title.AsSpan()[^5..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null,
        };
    }
}
