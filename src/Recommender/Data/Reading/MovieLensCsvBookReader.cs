using System.Diagnostics.CodeAnalysis;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>movies.csv</c> of MovieLens: movieId, title with the year in parentheses, genres with '|' between them.</summary>
internal sealed class MovieLensCsvBookReader(ReadSession session, string path)
    : CsvRowReader<Book>(session, path, "movieId", "title", "genres")
{
    protected override bool TryParse([MaybeNullWhen(false)] out Book row)
    {
        row = null;
        if (!HasFields() || ReadId(Session.ItemIds, "movieId", Field(Header.Find("movieId"))) is not { } item)
            return false;
        if (!FieldParser.TryText(Field(Header.Find("title")), out var title))
            return Reject(RejectReason.BadEncoding, "title", Field(Header.Find("title")));
        if (!FieldParser.TryText(Field(Header.Find("genres")), out var genres))
            return Reject(RejectReason.BadEncoding, "genres", Field(Header.Find("genres")));
        row = MovieLensFilm.Make(item, title, genres.Split('|'));
        return true;
    }
}
