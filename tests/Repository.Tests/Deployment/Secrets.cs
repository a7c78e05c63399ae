using System.Text.RegularExpressions;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>Tells what must not stand in a file.</summary>
internal static partial class Secrets
{
    /// <summary>Whether a variable's name says that its value is a secret.</summary>
    public static bool IsSecret(string variable) => SecretName().IsMatch(variable);

    /// <summary>Whether a connection string or address holds a password.</summary>
    public static bool HoldsPassword(string value) => Password().IsMatch(value);

    [GeneratedRegex("(?i)(password|apikey|api_key|adminkey|admin_key|secret|token)$")]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(?i)\b(password|pwd)\s*=|://[^/\s:@]+:[^/\s@]+@")]
    private static partial Regex Password();
}
