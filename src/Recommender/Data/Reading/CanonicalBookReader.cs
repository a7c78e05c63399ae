using System.Diagnostics.CodeAnalysis;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>books.csv</c>: item_id, title and any of the other columns; lists are separated by ';'.</summary>
internal sealed class CanonicalBookReader : CsvRowReader<Book>
{
    private static readonly string[] TextColumns =
        ["title", "authors", "series", "genres", "description", "language", "publisher", "work_id"];

    private readonly int _item;
    private readonly int[] _texts;
    private readonly int _year;
    private readonly int _price;
    private readonly int _available;

    public CanonicalBookReader(ReadSession session, string path)
        : base(session, path, "item_id")
    {
        if (ProblemOf(Header) is { } problem)
        {
            Dispose();
            throw new DataSetException(path, $"line 1: {problem}");
        }

        _item = Header.Find("item_id");
        _texts = [.. TextColumns.Select(Header.Find)];
        _year = Header.Find("year");
        _price = Header.Find("price");
        _available = Header.Find("available");
    }

    protected override bool TryParse([MaybeNullWhen(false)] out Book row)
    {
        row = null;
        if (!HasFields() || ReadId(Session.ItemIds, "item_id", Field(_item)) is not { } item)
            return false;
        var texts = new string[TextColumns.Length];
        for (var column = 0; column < texts.Length; column++)
        {
            if (!FieldParser.TryText(Field(_texts[column]), out texts[column]))
                return Reject(RejectReason.BadEncoding, TextColumns[column], Field(_texts[column]));
        }

        if (!FieldParser.TryYear(Field(_year), out var year))
            return Reject(RejectReason.BadYear, "year", Field(_year));
        if (!FieldParser.TryPrice(Field(_price), out var price))
            return Reject(RejectReason.BadPrice, "price", Field(_price));
        if (!FieldParser.TryFlag(Field(_available), whenEmpty: true, out var available))
            return Reject(RejectReason.BadAvailability, "available", Field(_available));
        row = new Book
        {
            ItemId = item,
            Title = texts[0],
            Authors = BookParts.List(texts[1]),
            Series = BookParts.List(texts[2]),
            Genres = BookParts.List(texts[3]),
            Description = BookParts.OrNull(texts[4]),
            Language = BookParts.OrNull(texts[5]),
            Publisher = BookParts.OrNull(texts[6]),
            WorkId = BookParts.OrNull(texts[7]),
            Year = year,
            Price = price,
            Available = available,
        }.WithSeriesOfTitle();
        return true;
    }

    /// <summary>A row takes the place of all that was known of a book, so a file of something else would empty the catalogue.</summary>
    private static string? ProblemOf(CsvHeader header)
    {
        if (header.Find("user_id") >= 0)
            return "the column 'user_id' is there, as in a file of interactions; a file of books must not have it";
        return header.Find("title") < 0
            ? "the column 'title' is missing; it must be there, since a row replaces all that is known of a book"
            : null;
    }
}
