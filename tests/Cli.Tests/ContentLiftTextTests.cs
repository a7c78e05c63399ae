using BookRecs.Cli.Output;
using BookRecs.Recommender.Candidates;

namespace BookRecs.Cli.Tests;

public sealed class ContentLiftTextTests
{
    [Theory]
    [InlineData(18.507, 24.1, "18.51 times (the most popular books), 24.10 times (the others) as")]
    [InlineData(18.507, null, "18.51 times (the most popular books) as")]
    [InlineData(null, 1.1, "theirs 1.10 times (the others) as")]
    public void Write_TellsWhatIsKnown(double? popular, double? others, string expected)
    {
        var text = Text(new ContentLift(popular, others));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WarnsOfPopularBooksWhoseRecordsTellNothing() =>
        Assert.Contains(
            "warning: the records of the most popular books hardly tell who acts on them", Text(new ContentLift(1.04, 1.41)), StringComparison.Ordinal);

    [Fact]
    public void Write_SaysNothing_WhereNothingIsKnown()
    {
        Assert.Equal("", Text(null));
        Assert.Equal("", Text(new ContentLift(null, null)));
    }

    private static string Text(ContentLift? lift)
    {
        using var output = new StringWriter();
        ContentLiftText.Write(output, lift);
        return output.ToString();
    }
}
