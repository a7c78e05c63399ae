using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Reads <c>book_history.dat</c> (user, item, accessed) or <c>book_ratings.dat</c> (user, item, rating from 1 to 10, halved here);
/// the header tells them apart. Who rated a book has read it; an access alone counts as a purchase.
/// </summary>
internal sealed class BookCrossingInteractionReader : LineRowReader<Interaction>
{
    private const float ScaleFactor = 0.5f;

    private readonly FieldSplitter _fields = new();
    private readonly bool _hasRating;

    public BookCrossingInteractionReader(ReadSession session, string path)
        : base(session, path)
    {
        var header = MoveNext() ? Encoding.UTF8.GetString(Text) : "";
        _hasRating = header == "user\titem\trating";
        if (_hasRating || header == "user\titem\taccessed")
            return;
        Dispose();
        throw new DataSetException(
            path, "line 1: the header must be 'user', 'item' and 'accessed' or 'rating' with tabs between them");
    }

    protected override bool TryParse(out Interaction row)
    {
        row = default;
        if (!HasText())
            return false;
        var line = Text;
        _fields.Split(line, "\t"u8);
        if (_fields.Count != 3)
            return Reject(RejectReason.FieldCount, $"the row has {_fields.Count} fields, the format 3");
        if (ReadId(Session.UserIds, "user", line[_fields[0]]) is not { } user
            || ReadId(Session.ItemIds, "item", line[_fields[1]]) is not { } item)
            return false;
        var value = line[_fields[2]];
        if (!_hasRating)
        {
            row = new Interaction(user, item, InteractionKind.Purchase, IsRead: false, Rating: null, OccurredAt: null);
            return true;
        }

        if (!FieldParser.TryRating(value, ScaleFactor, out var rating))
            return Reject(RejectReason.BadRating, "rating", value);
        if (rating == 0f)
            rating = null;
        var isRead = rating is not null;
        row = new Interaction(user, item, Interaction.KindOf(isRead, rating, InteractionKind.Purchase), isRead, rating, OccurredAt: null);
        return true;
    }
}
