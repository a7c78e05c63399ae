using System.Globalization;

namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>
/// Ids that say that they are invented; numbers have as many digits as the last, so that ordinal order is that of numbers.
/// </summary>
internal static class SyntheticIds
{
    private const int MinDigits = 5;

    /// <summary>The format of numbers up to a count.</summary>
    public static string DigitsFor(int count) => $"D{Math.Max(MinDigits, count.ToString(CultureInfo.InvariantCulture).Length)}";

    /// <summary>The id of a user by number from 0.</summary>
    public static string User(int user, string format) => "reader-" + (user + 1).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The id of an item by number from 0.</summary>
    public static string Item(int item, string format) => "book-" + (item + 1).ToString(format, CultureInfo.InvariantCulture);
}
