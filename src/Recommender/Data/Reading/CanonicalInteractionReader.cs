namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>interactions.csv</c>: user_id, item_id and optionally is_read, rating, date_added.</summary>
internal sealed class CanonicalInteractionReader : CsvRowReader<Interaction>
{
    private readonly int _user;
    private readonly int _item;
    private readonly int _isRead;
    private readonly int _rating;
    private readonly int _date;

    public CanonicalInteractionReader(ReadSession session, string path)
        : base(session, path, "user_id", "item_id")
    {
        _user = Header.Find("user_id");
        _item = Header.Find("item_id");
        _isRead = Header.Find("is_read");
        _rating = Header.Find("rating");
        _date = Header.Find("date_added");
    }

    protected override bool TryParse(out Interaction row)
    {
        row = default;
        if (!HasFields())
            return false;
        if (ReadId(Session.UserIds, "user_id", Field(_user)) is not { } user
            || ReadId(Session.ItemIds, "item_id", Field(_item)) is not { } item)
            return false;
        if (!FieldParser.TryFlag(Field(_isRead), whenEmpty: false, out var isRead))
            return Reject(RejectReason.BadReadFlag, "is_read", Field(_isRead));
        if (!FieldParser.TryRating(Field(_rating), factor: 1f, out var rating))
            return Reject(RejectReason.BadRating, "rating", Field(_rating));
        DateTimeOffset? occurredAt = null;
        if (!Field(_date).IsEmpty)
        {
            if (!DateParser.TryIso(Field(_date), out var date))
                return Reject(RejectReason.BadDate, "date_added", Field(_date));
            occurredAt = date;
        }

        row = new Interaction(
            user, item, Interaction.KindOf(isRead, rating, InteractionKind.Purchase), isRead, rating, occurredAt);
        return true;
    }
}
