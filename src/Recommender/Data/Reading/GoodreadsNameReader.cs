using System.Text.Json;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads ids and names from <c>goodreads_book_authors.json</c> or <c>goodreads_book_series.json</c>.</summary>
internal sealed class GoodreadsNameReader(ReadSession session, string path, string idField, string nameField)
    : JsonRowReader<KeyValuePair<string, string>>(session, path)
{
    private readonly StringPool _noPool = new(1);

    protected override bool TryParseObject(ref Utf8JsonReader json, out KeyValuePair<string, string> row)
    {
        row = default;
        ReadOnlySpan<byte> idText = default;
        var name = "";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals(idField);
            var isName = json.ValueTextEquals(nameField);
            json.Read();
            if (isId)
                idText = Scalar(ref json, idField);
            else if (isName)
                name = TextOf(ref json, nameField).Trim();
            else
                json.Skip();
        }

        json.Read();
        if (ReadId(_noPool, idField, idText) is not { } id)
            return false;
        row = new(id, name.Length > 0 ? name : id);
        return true;
    }
}
