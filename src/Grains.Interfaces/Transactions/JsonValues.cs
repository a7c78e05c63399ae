using System.Text.Json;

namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>Reads single JSON values that may be anything, without throwing.</summary>
public static class JsonValues
{
    /// <summary>The rule of every price, for people.</summary>
    public const string PriceRule = "must be a number from 0 to below 1000000000 with at most 4 decimals";

    private const decimal PriceLimit = 1_000_000_000m;
    private const int MaxPriceLength = 28;

    /// <summary>The text of a string; null where it is no valid Unicode.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a member; "member" where it is no valid text.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "member";
        }
    }

    /// <summary>Whether a member has a name; false where its own is no valid text.</summary>
    public static bool IsNamed(JsonProperty member, ReadOnlySpan<byte> name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A value as an error shows it.</summary>
    public static string? Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => TextOf(value) ?? value.GetRawText(),
        _ => value.GetRawText(),
    };

    /// <summary>Reads a price exactly as it was sent.</summary>
    /// <returns>False when it breaks <see cref="PriceRule"/>.</returns>
    public static bool TryPrice(JsonElement value, out decimal price)
    {
        price = 0;
        return value.ValueKind == JsonValueKind.Number && IsExact(value, out price)
            && price is >= 0 and < PriceLimit && price == Math.Round(price, 4);
    }

    // A decimal rounds what it cannot hold; such a number is not what was sent.
    private static bool IsExact(JsonElement value, out decimal number)
    {
        var text = value.GetRawText().AsSpan();
        var mantissa = text.IndexOfAny('e', 'E') is var e and >= 0 ? text[..e] : text;
        return value.TryGetDecimal(out number) && text.Length <= MaxPriceLength && (number != 0 || !mantissa.ContainsAnyInRange('1', '9'));
    }
}
