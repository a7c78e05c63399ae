using System.Text;
using BookRecs.Grains.Models;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Tests.Models;

public sealed class RetrainRequestTests
{
    [Theory]
    [InlineData("http", "t1")]
    [InlineData("a \"quoted\" reason", null)]
    public void Record_RoundTrip_KeepsEverything(string reason, string? trainingId)
    {
        var request = new RetrainRequest(reason, trainingId);
        Assert.Equal(request, RetrainRequest.Parse(RetrainRequest.ToRecord(request)));
    }

    [Fact]
    public void Record_IsTheDocumentedJson() => Assert.Equal(
        """{"version":1,"reason":"http","training_id":"t1"}""",
        Encoding.UTF8.GetString(RetrainRequest.ToRecord(new RetrainRequest("http", "t1")).Value.Span));

    [Fact]
    public void Parse_WithoutReason_NamesTheTopic() => Assert.Equal(new RetrainRequest("topic", null), Parse("""{"version":1}"""));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":2}""")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":1,"reason":5}""")]
    public void Parse_ForeignRecord_SaysWhatIsWrong(string value) =>
        Assert.NotEmpty(Assert.Throws<InvalidDataException>(() => Parse(value)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public void Parse_ReasonThatIsNotShortText_IsRefused(string reason)
    {
        var record = RetrainRequest.ToRecord(new RetrainRequest(reason, null));
        var refusal = Assert.Throws<InvalidDataException>(() => RetrainRequest.Parse(record));
        Assert.StartsWith("reason must be 1 to 200 UTF-8 bytes", refusal.Message, StringComparison.Ordinal);
    }

    private static RetrainRequest Parse(string value) => RetrainRequest.Parse(new TopicRecord("", Encoding.UTF8.GetBytes(value)));
}
