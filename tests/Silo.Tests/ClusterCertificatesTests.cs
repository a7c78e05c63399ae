using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BookRecs.Silo.Settings;

namespace BookRecs.Silo.Tests;

/// <summary>Which certificates the processes of a cluster take from each other.</summary>
public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bookrecs-certificates-");
    private readonly X509Certificate2 _root = Make("CN=authority", null, isAuthority: true);

    public void Dispose()
    {
        _root.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void CertificateOfTheAuthority_IsTaken_OthersAreNot()
    {
        using var own = Make("CN=bookrecs", _root);
        using var elsewhere = Make("CN=elsewhere", _root, hostName: "elsewhere");
        using var authorityOfOthers = Make("CN=authority", null, isAuthority: true);
        using var strange = Make("CN=bookrecs", authorityOfOthers);
        var cluster = Load(own);
        Assert.Equal([true, false, false], new[] { own, elsewhere, strange }.Select(cluster.IsOfCluster));
    }

    /// <summary>As certificate managers hand them out: the authority's file has the root alone, the certificate's the intermediate one too.</summary>
    [Fact]
    public void CertificateOfAnIntermediateAuthority_IsTaken()
    {
        using var intermediate = Make("CN=intermediate", _root, isAuthority: true);
        using var own = Make("CN=bookrecs", intermediate);
        using var other = Make("CN=bookrecs", intermediate);
        Assert.True(Load(own, intermediate).IsOfCluster(other), "the certificate is signed by one that the authority has signed");
    }

    [Fact]
    public void AuthorityWithoutACertificate_IsRefusedByName()
    {
        using var own = Make("CN=bookrecs", _root);
        var settings = Write(own);
        File.WriteAllText(settings.Authority, "nothing");
        var error = Assert.Throws<SettingsException>(() => new ClusterCertificates(settings));
        Assert.Equal(
            $"BookRecs:Cluster:Tls:Authority is '{settings.Authority}'; it must be a file with at least one certificate (PEM)", error.Message);
    }

    private ClusterCertificates Load(X509Certificate2 own, params X509Certificate2[] intermediate) => new(Write(own, intermediate));

    private ClusterTlsOptions Write(X509Certificate2 own, params X509Certificate2[] intermediate)
    {
        var settings = new ClusterTlsOptions
        {
            Certificate = Path.Combine(_folder.FullName, "cert.pem"),
            Key = Path.Combine(_folder.FullName, "key.pem"),
            Authority = Path.Combine(_folder.FullName, "ca.pem"),
        };
        File.WriteAllLines(settings.Certificate, intermediate.Prepend(own).Select(static certificate => certificate.ExportCertificatePem()));
        using var key = own.GetECDsaPrivateKey()!;
        File.WriteAllText(settings.Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(settings.Authority, _root.ExportCertificatePem());
        return settings;
    }

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority = false, string hostName = "bookrecs")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        request.CertificateExtensions.Add(names.Build());
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        if (issuer is null)
            return request.CreateSelfSigned(from, to);
        using var certificate = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
