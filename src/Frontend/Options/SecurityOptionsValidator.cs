using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Options;

/// <summary>Stops the start when a key of <see cref="SecurityOptions"/> is too weak or cannot be sent. Never prints a key.</summary>
internal sealed class SecurityOptionsValidator : IValidateOptions<SecurityOptions>
{
    private const int MaxKeyLength = 512;

    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var failures = new List<string>();
        CheckKey(failures, nameof(options.ApiKey), options.ApiKey);
        CheckKey(failures, nameof(options.AdminKey), options.AdminKey);
        if (options.AdminKey is not null && options.AdminKey == options.ApiKey)
            failures.Add($"{SecurityOptions.Section}:AdminKey is the same as ApiKey; the two must differ.");
        foreach (var host in options.AllowedHosts)
        {
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
                failures.Add($"{SecurityOptions.Section}:AllowedHosts holds '{host}'; each must be a host name or address without port.");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckKey(List<string> failures, string setting, string? key)
    {
        if (key is null)
            return;
        if (key.Length is < SecurityOptions.MinKeyLength or > MaxKeyLength)
        {
            failures.Add(FormattableString.Invariant(
                $"{SecurityOptions.Section}:{setting} has {key.Length} characters; it must have {SecurityOptions.MinKeyLength} to {MaxKeyLength}."));
        }
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            failures.Add($"{SecurityOptions.Section}:{setting} holds a character that is not visible ASCII; it must hold no other.");
    }
}
