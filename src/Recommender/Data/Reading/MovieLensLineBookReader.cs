using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Reads <c>movies.dat</c> (number::title::genres with '|') or <c>u.item</c> (number|title|dates|address|19 flags of genres). These
/// files are in Latin-1; lines that are valid UTF-8 are taken as that.
/// </summary>
internal sealed class MovieLensLineBookReader(ReadSession session, string path, ReadOnlySpan<byte> separator)
    : LineRowReader<Book>(session, path)
{
    private const int DatFieldCount = 3;
    private const int FirstFlag = 5;

    private static readonly string[] FlagGenres =
    [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
        "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    private readonly byte[] _separator = separator.ToArray();
    private readonly FieldSplitter _fields = new();

    protected override bool TryParse([MaybeNullWhen(false)] out Book row)
    {
        row = null;
        if (!HasText())
            return false;
        var line = Text;
        _fields.Split(line, _separator);
        var hasFlags = _separator.Length == 1;
        var expected = hasFlags ? FirstFlag + FlagGenres.Length : DatFieldCount;
        if (_fields.Count != expected)
            return Reject(RejectReason.FieldCount, $"the row has {_fields.Count} fields, the format {expected}");
        if (ReadId(Session.ItemIds, "item", line[_fields[0]]) is not { } item)
            return false;
        var titleBytes = line[_fields[1]];
        if (!FieldParser.TryText(titleBytes, out var title))
            title = Encoding.Latin1.GetString(titleBytes);
        var genres = hasFlags ? Flags(line) : [.. Encoding.Latin1.GetString(line[_fields[2]]).Split('|')];
        row = MovieLensFilm.Make(item, title, genres);
        return true;
    }

    private List<string> Flags(ReadOnlySpan<byte> line)
    {
        var genres = new List<string>();
        for (var flag = 1; flag < FlagGenres.Length; flag++)
        {
            if (line[_fields[FirstFlag + flag]] is [(byte)'1'])
                genres.Add(FlagGenres[flag]);
        }

        return genres;
    }
}
