using BookRecs.Grains;

namespace BookRecs.Messaging.Kafka;

/// <summary>How Kafka is reached. Section <c>BookRecs:Messaging:Kafka</c>.</summary>
public sealed record KafkaOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Messaging:Kafka";

    private static readonly string[] Protocols = ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"];
    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    /// <summary>Where to find the brokers, as HOST:PORT, several separated by commas. Default none; required for Kafka.</summary>
    public string Brokers { get; init; } = "";

    /// <summary>The name that the names of all consumer groups begin with, followed by a dot. Default "bookrecs"; not empty.</summary>
    public string Group { get; init; } = "bookrecs";

    /// <summary>What the names of all topics begin with, so that several shops can share a cluster. Default none.</summary>
    public string TopicPrefix { get; init; } = "";

    /// <summary>How connections are secured: "plaintext", "ssl", "sasl_plaintext" or "sasl_ssl". Default "plaintext".</summary>
    public string SecurityProtocol { get; init; } = "plaintext";

    /// <summary>How SASL logs in: "PLAIN", "SCRAM-SHA-256" or "SCRAM-SHA-512". Default "SCRAM-SHA-512".</summary>
    public string SaslMechanism { get; init; } = "SCRAM-SHA-512";

    /// <summary>The name that SASL logs in with. Default none; required by the SASL protocols.</summary>
    public string SaslUsername { get; init; } = "";

    /// <summary>Its password, a secret. Default none; required by the SASL protocols.</summary>
    public string SaslPassword { get; init; } = "";

    /// <summary>A file with the certificates (PEM) that brokers' certificates are checked against. Default none: the system's.</summary>
    public string SslCaLocation { get; init; } = "";

    /// <summary>A file with the client's own certificate (PEM), for brokers that ask for one. Default none.</summary>
    public string SslCertificateLocation { get; init; } = "";

    /// <summary>A file with that certificate's private key (PEM). Default none.</summary>
    public string SslKeyLocation { get; init; } = "";

    /// <summary>The password of that key, a secret. Default none.</summary>
    public string SslKeyPassword { get; init; } = "";

    /// <summary>Milliseconds between two commits of offsets: 500, from 50 to 60,000.</summary>
    public int CommitIntervalMilliseconds { get; init; } = 500;

    /// <summary>
    /// Milliseconds without a word from a consumer after which its partitions go to others; brokers bound it, from 6,000 by default: 10,000,
    /// from 1,000 to 300,000.
    /// </summary>
    public int SessionTimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>
    /// Milliseconds within which brokers must have taken a published record: 10,000, from 1,000 to 300,000, and more than LingerMilliseconds.
    /// </summary>
    public int PublishTimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>Milliseconds that a record waits for others to be sent with: 5, from 0 to 1,000.</summary>
    public int LingerMilliseconds { get; init; } = 5;

    /// <summary>KiB that a consumer fetches ahead of what it hands out, all partitions together: 16,384, from 1,024 to 2,097,151.</summary>
    public int PrefetchKibibytes { get; init; } = 16_384;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <param name="inUse">Whether Kafka is chosen, and addresses are required.</param>
    /// <returns>One message for each, naming setting, value and rule; secrets are not repeated.</returns>
    public IEnumerable<string> Validate(bool inUse)
    {
        var check = new SettingsCheck(Section);
        if (inUse)
        {
            check.NotBlank(nameof(Brokers), Brokers);
            check.NotBlank(nameof(Group), Group);
        }

        check.OneOf(nameof(SecurityProtocol), SecurityProtocol, Protocols);
        check.OneOf(nameof(SaslMechanism), SaslMechanism, Mechanisms);
        if (UsesSasl)
        {
            check.NotBlank(nameof(SaslUsername), SaslUsername);
            check.NotBlank(nameof(SaslPassword), SaslPassword);
        }

        check.FileOrBlank(nameof(SslCaLocation), SslCaLocation);
        check.FileOrBlank(nameof(SslCertificateLocation), SslCertificateLocation);
        check.FileOrBlank(nameof(SslKeyLocation), SslKeyLocation);
        check.Between(nameof(CommitIntervalMilliseconds), CommitIntervalMilliseconds, 50, 60_000);
        check.Between(nameof(SessionTimeoutMilliseconds), SessionTimeoutMilliseconds, 1_000, 300_000);
        check.Between(nameof(PublishTimeoutMilliseconds), PublishTimeoutMilliseconds, 1_000, 300_000);
        check.Between(nameof(LingerMilliseconds), LingerMilliseconds, 0, 1_000);
        check.Above(nameof(PublishTimeoutMilliseconds), PublishTimeoutMilliseconds, nameof(LingerMilliseconds), LingerMilliseconds);
        check.Between(nameof(PrefetchKibibytes), PrefetchKibibytes, 1_024, 2_097_151);
        return check.Failures;
    }

    private bool UsesSasl => SecurityProtocol.StartsWith("sasl", StringComparison.Ordinal);
}
