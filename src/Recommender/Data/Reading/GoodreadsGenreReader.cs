using System.Collections.Immutable;
using System.Text.Json;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Reads <c>goodreads_book_genres_initial.json</c>: groups such as "history, historical fiction, biography" with a count, the
/// highest first.
/// </summary>
internal sealed class GoodreadsGenreReader(ReadSession session, string path)
    : JsonRowReader<KeyValuePair<string, ImmutableArray<string>>>(session, path)
{
    private readonly StringPool _genres = new(1 << 10);
    private readonly StringPool _noPool = new(1);

    protected override bool TryParseObject(ref Utf8JsonReader json, out KeyValuePair<string, ImmutableArray<string>> row)
    {
        row = default;
        ReadOnlySpan<byte> idText = default;
        var groups = new List<(string Names, long Count)>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("book_id"u8);
            var isGenres = json.ValueTextEquals("genres"u8);
            json.Read();
            if (isId)
                idText = Scalar(ref json, "book_id");
            else if (isGenres && json.TokenType == JsonTokenType.StartObject)
                ReadGroups(ref json, groups);
            else
                json.Skip();
        }

        json.Read();
        if (ReadId(_noPool, "book_id", idText) is not { } id)
            return false;
        row = new(id, [.. groups
            .OrderByDescending(group => group.Count)
            .SelectMany(group => group.Names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(name => _genres.Get(name))
            .Distinct()]);
        return true;
    }

    private static void ReadGroups(ref Utf8JsonReader json, List<(string Names, long Count)> groups)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var names = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var count))
                throw new JsonException($"the count of '{Excerpt.Of(names)}' is not a whole number");
            groups.Add((names, count));
        }
    }
}
