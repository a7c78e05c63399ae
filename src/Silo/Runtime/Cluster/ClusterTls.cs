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
        var certificates = new ClusterCertificates(settings);
        return options =>
        {
            options.LocalCertificate = certificates.Own;
            options.LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Own;
            options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.OnAuthenticateAsClient = (_, client) => client.TargetHost = settings.HostName;
            options.RemoteCertificateValidation = (certificate, _, _) => certificates.IsOfCluster(certificate);
        };
    }
}
