using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Items;

/// <summary>Reads a book from the body of a request and checks it.</summary>
internal sealed class ItemReader
{
    public const int MaxTitle = 1_000;
    public const int MaxName = 300;
    public const int MaxNames = 100;
    public const int MaxDescription = 20_000;
    public const int MinYear = -5_000;
    public const int MaxYear = 2_200;

    /// <summary>A body of 1 MiB could break a rule 200,000 times.</summary>
    private const int MaxErrors = 100;

    private const string Members =
        "title, authors, series, genres, description, language, year, publisher, work_id, price and available";

    private readonly List<FieldError> _errors = [];

    private ItemReader()
    {
    }

    /// <summary>Reads a book.</summary>
    /// <param name="root">The body.</param>
    /// <returns>The book, or the rules that are broken, the first 100 of them.</returns>
    public static (BookRecord? Book, Problem? Problem) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return (null, Invalid([FieldError.Of("body", root.ValueKind.ToString(), "must be an object with the members of a book")]));
        var reader = new ItemReader();
        var book = reader.ReadBook(root);
        return reader._errors.Count == 0 ? (book, null) : (null, Invalid(reader._errors));
    }

    /// <summary>Reads whether a book can be sold.</summary>
    public static (AvailabilityRequestBody? Body, Problem? Problem) ReadAvailability(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return (null, Invalid([FieldError.Of("body", root.ValueKind.ToString(), "must be an object with the member available")]));
        var reader = new ItemReader();
        bool? available = null;
        foreach (var member in root.EnumerateObject())
        {
            if (JsonValues.IsNamed(member, "available"u8))
                available = reader.ReadFlag(member.Value);
            else
                reader.FailUnknown(member, "available");
        }
        if (available is null && reader._errors.Count == 0)
            reader.Fail("available", null, "is required: true or false");
        return reader._errors.Count == 0 ? (new AvailabilityRequestBody(available!.Value), null) : (null, Invalid(reader._errors));
    }

    private static Problem Invalid(IReadOnlyList<FieldError> errors) =>
        new(ProblemType.InvalidItem, $"{errors[0].Field} {errors[0].Rule}.") { Errors = errors };

    private BookRecord ReadBook(JsonElement root)
    {
        var book = new BookRecord("", [], [], [], null, null, null, null, null, null, true);
        foreach (var member in root.EnumerateObject())
        {
            var (name, value) = (JsonValues.NameOf(member), member.Value);
            book = name switch
            {
                "title" => book with { Title = ReadText(name, value, MaxTitle) ?? "" },
                "authors" => book with { Authors = ReadNames(name, value) },
                "series" => book with { Series = ReadNames(name, value) },
                "genres" => book with { Genres = ReadNames(name, value) },
                "description" => book with { Description = ReadText(name, value, MaxDescription, mayBreakLines: true) },
                "language" => book with { Language = ReadLanguage(value) },
                "year" => book with { Year = ReadYear(value) },
                "publisher" => book with { Publisher = ReadText(name, value, MaxName) },
                "work_id" => book with { WorkId = ReadWork(value) },
                "price" => book with { Price = ReadPrice(value) },
                "available" => book with { Available = ReadFlag(value) ?? true },
                _ => Unknown(book, member),
            };
        }
        if (book.Title.Length == 0 && !_errors.Exists(static error => error.Field == "title"))
            Fail("title", null, "is required");
        return book;
    }

    private BookRecord Unknown(BookRecord book, JsonProperty member)
    {
        FailUnknown(member, Members);
        return book;
    }

    private string? ReadText(string field, JsonElement value, int maxLength, bool mayBreakLines = false)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && JsonValues.TextOf(value) is { } text && IsText(text, maxLength, mayBreakLines))
            return text;
        var characters = mayBreakLines ? "control characters other than tabs and line breaks" : "control characters";
        Fail(field, value, string.Create(
            CultureInfo.InvariantCulture, $"must be a text of 1 to {maxLength} characters, not only spaces, without {characters}"));
        return null;
    }

    private ImmutableArray<string> ReadNames(string field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxNames)
        {
            var sent = value.ValueKind == JsonValueKind.Array
                ? string.Create(CultureInfo.InvariantCulture, $"{value.GetArrayLength()} texts")
                : JsonValues.Shown(value);
            Fail(field, sent, string.Create(CultureInfo.InvariantCulture, $"must be an array of at most {MaxNames} texts"));
            return [];
        }
        var names = ImmutableArray.CreateBuilder<string>(value.GetArrayLength());
        foreach (var name in value.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{field}[{names.Count}]");
            if (name.ValueKind == JsonValueKind.Null)
                Fail(place, null, "must be a text");
            names.Add(ReadText(place, name, MaxName) ?? "");
        }
        return names.MoveToImmutable();
    }

    private string? ReadLanguage(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && JsonValues.TextOf(value) is { } language && LanguageRule.IsKept(language))
            return language;
        Fail("language", value, LanguageRule.Rule);
        return null;
    }

    private int? ReadYear(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var year) && year is >= MinYear and <= MaxYear and not 0)
            return year;
        Fail("year", value, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {MinYear} to {MaxYear} other than 0"));
        return null;
    }

    private string? ReadWork(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        var work = value.ValueKind == JsonValueKind.String ? JsonValues.TextOf(value) : null;
        if (IdRule.Broken(work) is not { } rule)
            return work;
        Fail("work_id", value, rule);
        return null;
    }

    private decimal? ReadPrice(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (JsonValues.TryPrice(value, out var price))
            return price;
        Fail("price", value, JsonValues.PriceRule);
        return null;
    }

    private bool? ReadFlag(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        if (value.ValueKind != JsonValueKind.Null)
            Fail("available", value, "must be true or false");
        return null;
    }

    private static bool IsText(string text, int maxLength, bool mayBreakLines)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > maxLength)
            return false;
        foreach (var c in text)
        {
            if (char.IsControl(c) && !(mayBreakLines && c is '\n' or '\r' or '\t'))
                return false;
        }
        return true;
    }

    private void FailUnknown(JsonProperty member, string known) => Fail(
        FieldError.Cut(JsonValues.NameOf(member))!, JsonValues.Shown(member.Value), $"is not a member of this body; it has {known}");

    private void Fail(string field, JsonElement value, string rule) => Fail(field, JsonValues.Shown(value), rule);

    private void Fail(string field, string? value, string rule)
    {
        if (_errors.Count < MaxErrors)
            _errors.Add(FieldError.Of(field, value, rule));
    }
}
