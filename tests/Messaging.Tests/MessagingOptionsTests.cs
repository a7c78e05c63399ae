namespace BookRecs.Messaging.Tests;

public sealed class MessagingOptionsTests
{
    public static TheoryData<MessagingOptions, string> Broken() => new()
    {
        { new() { Transport = "carrier_pigeon" }, "BookRecs:Messaging:Transport is 'carrier_pigeon'; it must be one of in_process, kafka" },
        { new() { Capacity = 0 }, "BookRecs:Messaging:Capacity is 0; it must be from 1 to 1000000" },
        { new() { Capacity = 1_000_001 }, "BookRecs:Messaging:Capacity is 1000001; it must be from 1 to 1000000" },
        { new() { BatchLimit = 1_001 }, "BookRecs:Messaging:BatchLimit is 1001; it must be from 1 to 1000" },
        { new() { Transport = "kafka" }, "BookRecs:Messaging:Kafka:Brokers is blank; it must be given" },
        { Kafka(kafka => kafka with { SecurityProtocol = "tls" }), "BookRecs:Messaging:Kafka:SecurityProtocol is 'tls'; it must be one of plaintext, ssl, sasl_plaintext, sasl_ssl" },
        { Kafka(kafka => kafka with { SecurityProtocol = "sasl_ssl", SaslUsername = "shop" }), "BookRecs:Messaging:Kafka:SaslPassword is blank; it must be given" },
        { Kafka(kafka => kafka with { SslCaLocation = "/nowhere/ca.pem" }), "BookRecs:Messaging:Kafka:SslCaLocation is '/nowhere/ca.pem'; it must be the path of a file that can be read" },
        { Kafka(kafka => kafka with { SessionTimeoutMilliseconds = 5 }), "BookRecs:Messaging:Kafka:SessionTimeoutMilliseconds is 5; it must be from 1000 to 300000" },
        {
            Kafka(kafka => kafka with { PublishTimeoutMilliseconds = 1_000, LingerMilliseconds = 1_000 }),
            "BookRecs:Messaging:Kafka:PublishTimeoutMilliseconds is 1000; it must be more than BookRecs:Messaging:Kafka:LingerMilliseconds, which is 1000"
        },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void SettingOutOfBounds_IsNamedWithValueAndRule(MessagingOptions options, string failure)
    {
        ArgumentNullException.ThrowIfNull(options);
        Assert.Equal([failure], options.Validate());
    }

    [Fact]
    public void Defaults_AreValid()
    {
        Assert.Empty(new MessagingOptions().Validate());
        Assert.Empty(Kafka(static kafka => kafka).Validate());
    }

    private static MessagingOptions Kafka(Func<Messaging.Kafka.KafkaOptions, Messaging.Kafka.KafkaOptions> change) =>
        new() { Transport = "kafka", Kafka = change(new() { Brokers = "127.0.0.1:9092" }) };
}
