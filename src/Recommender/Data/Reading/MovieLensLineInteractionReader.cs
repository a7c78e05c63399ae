namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>ratings.dat</c> ("::" between user, film, rating and Unix seconds) or <c>u.data</c> (the same with tabs).</summary>
internal sealed class MovieLensLineInteractionReader(ReadSession session, string path, ReadOnlySpan<byte> separator)
    : LineRowReader<Interaction>(session, path)
{
    private const int FieldCount = 4;

    private readonly byte[] _separator = separator.ToArray();
    private readonly FieldSplitter _fields = new();

    protected override bool TryParse(out Interaction row)
    {
        row = default;
        if (!HasText())
            return false;
        var line = Text;
        _fields.Split(line, _separator);
        if (_fields.Count != FieldCount)
            return Reject(RejectReason.FieldCount, $"the row has {_fields.Count} fields, the format {FieldCount}");
        return ReadId(Session.UserIds, "user", line[_fields[0]]) is { } user
            && ReadId(Session.ItemIds, "item", line[_fields[1]]) is { } item
            && MovieLensCsvInteractionReader.TryTake(user, item, line[_fields[2]], line[_fields[3]], Reject, out row);
    }
}
