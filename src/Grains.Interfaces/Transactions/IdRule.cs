using System.Text;

namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>What may name a user, an item, a transaction or a model.</summary>
public static class IdRule
{
    /// <summary>The longest id in UTF-8 bytes.</summary>
    public const int MaxBytes = 200;

    /// <summary>Transaction ids that only the import of files makes start with this.</summary>
    public const string ReservedTransactionPrefix = "import:";

    /// <summary>The rule of every id, for people.</summary>
    public const string Rule = "must be 1 to 200 UTF-8 bytes without control characters";
    private const string SurrogateRule = "must be valid Unicode: it holds an unpaired surrogate";
    private const string DotRule = "must not be '.' or '..', which a path cannot carry";
    private const string ReservedRule = "must not start with 'import:', which imported files use";

    /// <summary>The rule that the id breaks, or null.</summary>
    public static string? Broken(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxBytes)
            return Rule;
        if (id is "." or "..")
            return DotRule;
        for (var i = 0; i < id.Length; i++)
        {
            var c = id[i];
            if (char.IsControl(c))
                return Rule;
            if (!char.IsSurrogate(c))
                continue;
            if (!char.IsHighSurrogate(c) || i + 1 == id.Length || !char.IsLowSurrogate(id[i + 1]))
                return SurrogateRule;
            i++;
        }
        return Encoding.UTF8.GetByteCount(id) > MaxBytes ? Rule : null;
    }

    /// <summary>The rule that a new transaction's id breaks, or null.</summary>
    public static string? BrokenByTransaction(string? id) =>
        Broken(id) ?? (id!.StartsWith(ReservedTransactionPrefix, StringComparison.Ordinal) ? ReservedRule : null);
}
