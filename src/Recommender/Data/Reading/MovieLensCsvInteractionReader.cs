using System.Buffers.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Reads <c>ratings.csv</c> of MovieLens: userId, movieId, rating from 0.5 to 5, timestamp in Unix seconds.</summary>
internal sealed class MovieLensCsvInteractionReader(ReadSession session, string path)
    : CsvRowReader<Interaction>(session, path, "userId", "movieId", "rating", "timestamp")
{
    protected override bool TryParse(out Interaction row)
    {
        row = default;
        return HasFields()
            && ReadId(Session.UserIds, "userId", Field(Header.Find("userId"))) is { } user
            && ReadId(Session.ItemIds, "movieId", Field(Header.Find("movieId"))) is { } item
            && TryTake(user, item, Field(Header.Find("rating")), Field(Header.Find("timestamp")), Reject, out row);
    }

    /// <summary>Makes the interaction from the fields that all layouts share.</summary>
    public static bool TryTake(
        string user,
        string item,
        ReadOnlySpan<byte> ratingText,
        ReadOnlySpan<byte> timestamp,
        Func<string, string, ReadOnlySpan<byte>, bool> reject,
        out Interaction row)
    {
        row = default;
        if (!FieldParser.TryRating(ratingText, factor: 1f, out var rating) || rating is null)
            return reject(RejectReason.BadRating, "rating", ratingText);
        if (!Utf8Parser.TryParse(timestamp, out long seconds, out var consumed) || consumed != timestamp.Length
            || !DateParser.TryUnixSeconds(seconds, out var date))
            return reject(RejectReason.BadDate, "timestamp", timestamp);
        row = new Interaction(user, item, InteractionKind.Rating, IsRead: false, rating, date);
        return true;
    }
}
