using System.Collections.Immutable;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// The optional files of the UCSD Book Graph that resolve ids to names. They are held in memory: about 100 bytes an author, a
/// series and a book with genres.
/// </summary>
internal sealed class GoodreadsNames
{
    private readonly Dictionary<string, string>? _authors;
    private readonly Dictionary<string, string>? _series;
    private readonly Dictionary<string, ImmutableArray<string>>? _genres;

    private GoodreadsNames(
        Dictionary<string, string>? authors,
        Dictionary<string, string>? series,
        Dictionary<string, ImmutableArray<string>>? genres) => (_authors, _series, _genres) = (authors, series, genres);

    public static GoodreadsNames Read(ReadSession session, DataSetFiles files) => new(
        ReadAll(files.Authors, path => new GoodreadsNameReader(session, path, "author_id", "name")),
        ReadAll(files.Series, path => new GoodreadsNameReader(session, path, "series_id", "title")),
        ReadAll(files.Genres, path => new GoodreadsGenreReader(session, path)));

    /// <summary>The author's name; a name made of the id where no file resolves it, so that books of one author stay together.</summary>
    public string Author(string id) => _authors?.GetValueOrDefault(id) ?? $"author {id}";

    /// <summary>The name of a series; null where no file resolves it.</summary>
    public string? Series(string id) => _series?.GetValueOrDefault(id);

    /// <summary>The genres of a book; empty where no file gives any.</summary>
    public ImmutableArray<string> Genres(string itemId) =>
        _genres is not null && _genres.TryGetValue(itemId, out var genres) ? genres : [];

    private static Dictionary<string, T>? ReadAll<T>(string? path, Func<string, RowReader<KeyValuePair<string, T>>> open)
    {
        if (path is null)
            return null;
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        using var reader = open(path);
        while (reader.TryRead(out var entry))
            all[entry.Key] = entry.Value;
        return all;
    }
}
