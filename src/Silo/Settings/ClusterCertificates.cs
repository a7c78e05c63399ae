using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BookRecs.Silo.Settings;

/// <summary>The certificates of <see cref="ClusterTlsOptions"/>: this process's own, and what those of the others are checked against.</summary>
internal sealed class ClusterCertificates
{
    private readonly X509Certificate2Collection _authorities = [];
    private readonly X509Certificate2Collection _intermediate = [];
    private readonly string _hostName;

    /// <summary>Reads the files.</summary>
    /// <exception cref="SettingsException">A file holds something else.</exception>
    public ClusterCertificates(ClusterTlsOptions settings)
    {
        _hostName = settings.HostName;
        try
        {
            Own = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key);
            _intermediate.ImportFromPemFile(settings.Certificate);
            _authorities.ImportFromPemFile(settings.Authority);
        }
        catch (CryptographicException error)
        {
            throw new SettingsException(
                [$"{ClusterTlsOptions.Section} names files that cannot be used; they must be PEM, the key that of the certificate: {error.Message}"]);
        }

        if (_authorities.Count == 0)
        {
            throw new SettingsException(
                [$"{ClusterTlsOptions.Section}:Authority is '{settings.Authority}'; it must be a file with at least one certificate (PEM)"]);
        }
    }

    /// <summary>This process's certificate, with its key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Whether a certificate is signed by an authority of ours, also through an intermediate one, valid today, and carries the cluster's name.</summary>
    public bool IsOfCluster(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(_intermediate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) && certificate.MatchesHostname(_hostName);
    }
}
