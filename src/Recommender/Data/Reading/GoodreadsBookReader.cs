using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>goodreads_books_*.json</c>.</summary>
internal sealed class GoodreadsBookReader(ReadSession session, string path, GoodreadsNames names) : JsonRowReader<Book>(session, path)
{
    private readonly List<(string Id, bool IsMain)> _authors = [];
    private readonly List<string> _series = [];
    private readonly List<(string Name, long Count)> _shelves = [];

    protected override bool TryParseObject(ref Utf8JsonReader json, [MaybeNullWhen(false)] out Book row)
    {
        row = null;
        _authors.Clear();
        _series.Clear();
        _shelves.Clear();
        ReadOnlySpan<byte> idText = default;
        string title = "", titleAlone = "", work = "", description = "", language = "", publisher = "", yearText = "";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "book_id":
                    idText = Scalar(ref json, name);
                    break;
                case "title":
                    title = TextOf(ref json, name).Trim();
                    break;
                case "title_without_series":
                    titleAlone = TextOf(ref json, name).Trim();
                    break;
                case "work_id":
                    work = TextOf(ref json, name);
                    break;
                case "description":
                    description = TextOf(ref json, name).Trim();
                    break;
                case "language_code":
                    language = TextOf(ref json, name).Trim();
                    break;
                case "publisher":
                    publisher = TextOf(ref json, name).Trim();
                    break;
                case "publication_year":
                    yearText = TextOf(ref json, name);
                    break;
                case "series":
                    ReadSeries(ref json);
                    break;
                case "authors":
                    ReadObjects(ref json, "author_id", "role", (id, role) => _authors.Add((id, role.Length == 0)));
                    break;
                case "popular_shelves":
                    ReadObjects(ref json, "name", "count", AddShelf);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        json.Read();
        if (ReadId(Session.ItemIds, "book_id", idText) is not { } item)
            return false;
        if (!FieldParser.TryYear(Encoding.UTF8.GetBytes(yearText), out var year))
        {
            year = null;
            Repaired(RepairReason.YearDropped);
        }

        row = new Book
        {
            ItemId = item,
            Title = title.Length > 0 ? title : titleAlone,
            Authors = AuthorNames(),
            Series = [.. _series.Select(names.Series).OfType<string>()],
            Genres = Genres(item),
            Description = BookParts.OrNull(description),
            Language = BookParts.OrNull(language),
            Year = year,
            Publisher = BookParts.OrNull(publisher),
            WorkId = BookParts.OrNull(work),
        }.WithSeriesOfTitle();
        return true;
    }

    private static void ReadObjects(ref Utf8JsonReader json, string first, string second, Action<string, string> add)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
                throw new JsonException($"an entry beside '{first}' is {json.TokenType}, an object is expected");
            string firstText = "", secondText = "";
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isFirst = json.ValueTextEquals(first);
                var isSecond = json.ValueTextEquals(second);
                json.Read();
                if (isFirst)
                    firstText = TextOf(ref json, first);
                else if (isSecond)
                    secondText = TextOf(ref json, second);
                else
                    json.Skip();
            }

            if (firstText.Length > 0)
                add(firstText, secondText);
        }
    }

    private void ReadSeries(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            _series.Add(TextOf(ref json, "series"));
    }

    private void AddShelf(string name, string count)
    {
        if (long.TryParse(count, System.Globalization.CultureInfo.InvariantCulture, out var number))
            _shelves.Add((name, number));
    }

    private ImmutableArray<string> AuthorNames()
    {
        var anyMain = _authors.Exists(author => author.IsMain);
        return [.. _authors.Where(author => author.IsMain || !anyMain).Select(author => names.Author(author.Id)).Distinct()];
    }

    private ImmutableArray<string> Genres(string item)
    {
        var genres = names.Genres(item);
        return !genres.IsEmpty
            ? genres
            : [.. _shelves
                .OrderByDescending(shelf => shelf.Count)
                .Select(shelf => GoodreadsShelves.GenreOf(shelf.Name))
                .OfType<string>()
                .Distinct()
                .Take(GoodreadsShelves.MaxGenres)];
    }
}
