using System.Globalization;
using System.Text.Json;

namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>Reads acts from JSON and checks them, by the same rules wherever they come from. Not safe for several threads at once.</summary>
/// <param name="now">The present moment.</param>
/// <param name="maxFuture">How far an act's date may lie ahead.</param>
/// <param name="refuseUnknown">
/// Whether a member that is not known breaks a rule: in a request it is most likely misspelt, in a stored record it comes from a later
/// version.
/// </param>
public sealed class TransactionReader(DateTimeOffset now, TimeSpan maxFuture, bool refuseUnknown)
{
    /// <summary>A tick is 100 ns.</summary>
    private const int MaxFractionDigits = 7;

    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    private string? _transactionId;
    private string? _userId;
    private string? _itemId;
    private TransactionKind? _kind;
    private float? _rating;
    private bool? _isRead;
    private decimal? _price;
    private DateTimeOffset? _occurredAt;
    private BrokenRule? _error;

    /// <summary>Reads an act.</summary>
    /// <param name="row">An object with the members of an act.</param>
    /// <returns>The transaction, or null with the first broken rule and the id where one was sent.</returns>
    public (Transaction? Transaction, string? SentId, BrokenRule? Error) Read(JsonElement row)
    {
        (_transactionId, _userId, _itemId, _kind) = (null, null, null, null);
        (_rating, _isRead, _price, _occurredAt, _error) = (null, null, null, null, null);
        if (row.ValueKind != JsonValueKind.Object)
            return (null, null, new BrokenRule("transaction", row.GetRawText(), "must be an object"));
        foreach (var member in row.EnumerateObject())
            ReadMember(member);
        Require("transaction_id", _transactionId);
        Require("user_id", _userId);
        Require("item_id", _itemId);
        Require("kind", _kind);
        if (_kind == TransactionKind.Rating && _rating is null)
            Fail("rating", null, "is required when kind is rating");
        if (_error is not null)
            return (null, _transactionId, _error);
        var isRead = _isRead ?? _kind == TransactionKind.Read;
        var transaction = new Transaction(_transactionId!, _userId!, _itemId!, _kind!.Value, _rating, isRead, _price, _occurredAt);
        return (transaction, _transactionId, null);
    }

    private void ReadMember(JsonProperty member)
    {
        var value = member.Value;
        if (JsonValues.IsNamed(member, "transaction_id"u8))
            _transactionId = ReadId("transaction_id", value, IdRule.BrokenByTransaction);
        else if (JsonValues.IsNamed(member, "user_id"u8))
            _userId = ReadId("user_id", value, IdRule.Broken);
        else if (JsonValues.IsNamed(member, "item_id"u8))
            _itemId = ReadId("item_id", value, IdRule.Broken);
        else if (JsonValues.IsNamed(member, "kind"u8))
            _kind = ReadKind(value);
        else if (JsonValues.IsNamed(member, "rating"u8))
            _rating = ReadRating(value);
        else if (JsonValues.IsNamed(member, "is_read"u8))
            _isRead = ReadBoolean(value);
        else if (JsonValues.IsNamed(member, "price"u8))
            _price = ReadPrice(value);
        else if (JsonValues.IsNamed(member, "occurred_at"u8))
            _occurredAt = ReadDate(value);
        else if (refuseUnknown)
            Fail(JsonValues.NameOf(member), Shown(value), "is not a member of a transaction");
    }

    private string? ReadId(string field, JsonElement value, Func<string?, string?> broken)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Fail(field, Shown(value), "must be a string");
            return null;
        }
        if (TextOf(value) is not { } id)
        {
            Fail(field, Shown(value), "must be valid Unicode: it holds an unpaired surrogate");
            return null;
        }
        if (broken(id) is { } rule)
            Fail(field, id, rule);
        return id;
    }

    private TransactionKind? ReadKind(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            switch (TextOf(value))
            {
                case "purchase": return TransactionKind.Purchase;
                case "read": return TransactionKind.Read;
                case "rating": return TransactionKind.Rating;
                case "wish": return TransactionKind.Wish;
            }
        }
        if (value.ValueKind != JsonValueKind.Null)
            Fail("kind", Shown(value), "must be purchase, read, rating or wish");
        return null;
    }

    private float? ReadRating(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var rating) && rating is >= 0 and <= 5)
            return (float)rating;
        Fail("rating", Shown(value), "must be a number from 0 to 5");
        return null;
    }

    private bool? ReadBoolean(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        if (value.ValueKind != JsonValueKind.Null)
            Fail("is_read", Shown(value), "must be true or false");
        return null;
    }

    private decimal? ReadPrice(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (JsonValues.TryPrice(value, out var price))
            return price;
        Fail("price", Shown(value), JsonValues.PriceRule);
        return null;
    }

    private DateTimeOffset? ReadDate(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParseExact(
                WithoutNanoseconds(TextOf(value)), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            Fail("occurred_at", Shown(value), "must be an ISO 8601 date and time with an offset, such as 2026-05-01T18:30:00+02:00");
            return null;
        }
        if (date < Earliest)
            Fail("occurred_at", Shown(value), "must not be before 1900-01-01T00:00:00Z");
        else if (date > now + maxFuture)
            Fail("occurred_at", Shown(value), FormattableString.Invariant($"must be at most {maxFuture.TotalHours} hours in the future"));
        return date.ToUniversalTime();
    }

    /// <summary>Drops the digits of a second's fraction that a date cannot hold: Go and Java write nanoseconds.</summary>
    private static string? WithoutNanoseconds(string? text)
    {
        if (text?.IndexOf('.', StringComparison.Ordinal) is not (>= 0 and var point))
            return text;
        var first = point + 1;
        var length = text.AsSpan(first).IndexOfAnyExceptInRange('0', '9');
        return length > MaxFractionDigits ? text.Remove(first + MaxFractionDigits, length - MaxFractionDigits) : text;
    }

    private void Require<T>(string field, T? value)
    {
        if (value is null)
            Fail(field, null, "is required");
    }

    // The first broken rule is the one that is told.
    private void Fail(string field, string? value, string rule) => _error ??= new BrokenRule(field, value, rule);

    private static string? Shown(JsonElement value) => JsonValues.Shown(value);

    private static string? TextOf(JsonElement value) => JsonValues.TextOf(value);
}
