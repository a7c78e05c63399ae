namespace BookRecs.Frontend.Options;

/// <summary>
/// Who may call: section <c>BookRecs:Security</c>. Without keys the service listens on loopback addresses only. Keys are secrets: set them
/// by environment variable (<c>BookRecs__Security__ApiKey</c>) or a mounted file, not in a file under version control.
/// </summary>
public sealed class SecurityOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "BookRecs:Security";

    /// <summary>The shortest key in characters.</summary>
    public const int MinKeyLength = 16;

    /// <summary>What every request sends as <c>Authorization: Bearer …</c>, 16 to 512 visible ASCII characters; unset by default.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// What a request needs that changes models or the catalogue; it opens everything else too. 16 to 512 visible ASCII characters; unset
    /// by default.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>
    /// Host names, without port, that requests may name beside 127.0.0.1, localhost and [::1]; empty by default. Names are checked when no
    /// API key is set, and also with a key as soon as one name is listed.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];
}
