using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BookRecs.Silo.Settings;
using Orleans.Connections.Security;

namespace BookRecs.Silo.Runtime;

/// <summary>Encryption between processes: both sides show a certificate of the same authority and the same name.</summary>
internal static class ClusterTls
{
    /// <summary>Reads the files, and gives what sets Orleans up with them.</summary>
    /// <exception cref="SettingsException">A file holds something else.</exception>
    public static Action<TlsOptions> Load(ClusterTlsOptions settings)
    {
        var authorities = new X509Certificate2Collection();
        X509Certificate2 own;
        try
        {
            own = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key);
            authorities.ImportFromPemFile(settings.Authority);
        }
        catch (CryptographicException error)
        {
            throw new SettingsException(
                [$"{ClusterNetworkOptions.Section}:Tls names files that cannot be used; they must be PEM, the key that of the certificate: {error.Message}"]);
        }

        return options =>
        {
            options.LocalCertificate = own;
            options.LocalClientCertificateSelector = (_, _, _, _, _) => own;
            options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.OnAuthenticateAsClient = (_, client) => client.TargetHost = settings.HostName;
            options.RemoteCertificateValidation = (certificate, _, _) => IsOfCluster(certificate, authorities, settings.HostName);
        };
    }

    /// <summary>Whether a certificate is signed by an authority of ours, valid today, and carries the cluster's name.</summary>
    internal static bool IsOfCluster(X509Certificate2 certificate, X509Certificate2Collection authorities, string hostName)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) && certificate.MatchesHostname(hostName);
    }
}
