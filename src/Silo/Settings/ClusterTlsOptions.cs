namespace BookRecs.Silo.Settings;

/// <summary>Encryption between the processes of a cluster, both sides with a certificate. Section <c>BookRecs:Cluster:Tls</c>.</summary>
internal sealed record ClusterTlsOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = $"{ClusterNetworkOptions.Section}:Tls";

    /// <summary>The file with this process's certificate (PEM, with intermediate ones after it). Default none: no encryption.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The file with the certificate's private key (PEM, not encrypted). Required with Certificate.</summary>
    public string Key { get; init; } = "";

    /// <summary>The file with the certificates (PEM) of which one must have signed the other side's. Required with Certificate.</summary>
    public string Authority { get; init; } = "";

    /// <summary>The host name that every certificate of the cluster must carry. Default "bookrecs"; required with Certificate.</summary>
    public string HostName { get; init; } = "bookrecs";

    /// <summary>Whether connections are encrypted.</summary>
    internal bool IsOn => Certificate.Length > 0;

    /// <summary>Finds what is missing.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        foreach (var (setting, path) in new[] { (nameof(Certificate), Certificate), (nameof(Key), Key), (nameof(Authority), Authority) })
        {
            if (path.Length == 0 && (IsOn || Key.Length > 0 || Authority.Length > 0))
                yield return $"{Section}:{setting} is empty; Certificate, Key and Authority must be given together";
            else if (path.Length > 0 && !File.Exists(path))
                yield return $"{Section}:{setting} is '{path}'; it must be a file that this process can read";
        }

        if (IsOn && HostName.Length == 0)
            yield return $"{Section}:HostName is empty; it must be the name in the certificates";
    }
}
