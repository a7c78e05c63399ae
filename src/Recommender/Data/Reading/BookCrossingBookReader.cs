using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Reads <c>items_info.dat</c>: number, ISBN, title, author, year, publisher and three addresses of pictures, between tabs. In the
/// published file each ';' became a tab, so that "W. W. Norton &amp;amp; Company" and titles with a ';' are split over two fields. A
/// split "&amp;amp" is joined; what is left over is found from both ends: the pictures start with "http", the year before the
/// publisher is a number, the author stands before the year, and the title is all between ISBN and author.
/// </summary>
internal sealed class BookCrossingBookReader : LineRowReader<Book>
{
    private const string Header =
        "Book_ID\tISBN\tBook-Title\tBook-Author\tYear-Of-Publication\tPublisher\tImage-URL-S\tImage-URL-M\tImage-URL-L";

    private const int TitleField = 2;
    private const int WholeRowPictureField = 6;

    public BookCrossingBookReader(ReadSession session, string path)
        : base(session, path)
    {
        if (MoveNext() && Encoding.UTF8.GetString(Text).TrimEnd('\t') == Header)
            return;
        Dispose();
        var columns = Header.Replace("\t", "', '", StringComparison.Ordinal);
        throw new DataSetException(path, $"line 1: the header must be '{columns}' with tabs between them");
    }

    protected override bool TryParse([MaybeNullWhen(false)] out Book row)
    {
        row = null;
        if (!HasText())
            return false;
        if (!FieldParser.TryText(Text, out var line))
            return Reject(RejectReason.BadEncoding, "the line is not valid UTF-8");
        var fields = line.Replace("&amp\t", "&", StringComparison.Ordinal).Split('\t');
        var picture = Array.FindIndex(fields, field => field.StartsWith("http", StringComparison.Ordinal));
        if (picture < 0)
            picture = fields.Length;
        var yearField = FindYear(fields, picture);
        if (yearField < TitleField + 2)
            return Reject(RejectReason.FieldCount, ReadSession.Describe("no year is between author and publisher; the row", Text));
        if (ReadId(Session.ItemIds, "Book_ID", Encoding.UTF8.GetBytes(fields[0])) is not { } item)
            return false;
        if (picture != WholeRowPictureField || line.Contains("&amp\t", StringComparison.Ordinal))
            Repaired(RepairReason.SplitField);
        var author = Clean(fields[yearField - 1]);
        row = new Book
        {
            ItemId = item,
            Title = Join(fields[TitleField..(yearField - 1)]),
            Authors = author.Length == 0 ? [] : [author],
            Year = int.Parse(fields[yearField], System.Globalization.CultureInfo.InvariantCulture) is > 0 and var year ? year : null,
            Publisher = BookParts.OrNull(Join(fields[(yearField + 1)..picture])),
        }.WithSeriesOfTitle();
        return true;
    }

    private static int FindYear(string[] fields, int picture)
    {
        for (var field = picture - 2; field >= TitleField; field--)
        {
            if (fields[field].Length is >= 1 and <= 4 && fields[field].All(char.IsAsciiDigit))
                return field;
        }

        return -1;
    }

    private static string Join(string[] parts) =>
        Clean(string.Join("; ", parts.Select(part => part.Trim()).Where(part => part.Length > 0)));

    private static string Clean(string text) =>
        string.Join(' ', WebUtility.HtmlDecode(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
