using System.Text.Json;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>goodreads_interactions_*.json</c>. A book on a shelf that is neither read nor rated is a wish.</summary>
internal sealed class GoodreadsInteractionReader(ReadSession session, string path) : JsonRowReader<Interaction>(session, path)
{
    protected override bool TryParseObject(ref Utf8JsonReader json, out Interaction row)
    {
        row = default;
        ReadOnlySpan<byte> user = default, item = default, isRead = default, rating = default, date = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("user_id"u8))
                user = Scalar(ref json, "user_id");
            else if (name.SequenceEqual("book_id"u8))
                item = Scalar(ref json, "book_id");
            else if (name.SequenceEqual("is_read"u8))
                isRead = Scalar(ref json, "is_read");
            else if (name.SequenceEqual("rating"u8))
                rating = Scalar(ref json, "rating");
            else if (name.SequenceEqual("date_added"u8))
                date = Scalar(ref json, "date_added");
            else
                json.Skip();
        }

        json.Read();
        return TryTake(user, item, isRead, rating, date, out row);
    }

    private bool TryTake(
        ReadOnlySpan<byte> user,
        ReadOnlySpan<byte> item,
        ReadOnlySpan<byte> isReadText,
        ReadOnlySpan<byte> ratingText,
        ReadOnlySpan<byte> dateText,
        out Interaction row)
    {
        row = default;
        if (ReadId(Session.UserIds, "user_id", user) is not { } userId || ReadId(Session.ItemIds, "book_id", item) is not { } itemId)
            return false;
        if (!FieldParser.TryFlag(isReadText, whenEmpty: false, out var isRead))
            return Reject(RejectReason.BadReadFlag, "is_read", isReadText);
        if (!FieldParser.TryRating(ratingText, factor: 1f, out var rating))
            return Reject(RejectReason.BadRating, "rating", ratingText);
        if (rating == 0f)
            rating = null;
        DateTimeOffset? occurredAt = null;
        if (!dateText.IsEmpty)
        {
            if (!DateParser.TryGoodreads(dateText, out var date))
                return Reject(RejectReason.BadDate, "date_added", dateText);
            occurredAt = date;
        }

        row = new Interaction(
            userId, itemId, Interaction.KindOf(isRead, rating, InteractionKind.Wish), isRead, rating, occurredAt);
        return true;
    }
}
