using BookRecs.Recommender.Data.Titles;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data.Titles;

public sealed class TitleParserTests
{
    [Theory]
    [InlineData("Name (Series, #3)", "Name", "Series", 3f)]
    [InlineData("Name (Series #3)", "Name", "Series", 3f)]
    [InlineData("Name (Series, #3.5)", "Name", "Series", 3.5f)]
    [InlineData("Name (Series, #.5)", "Name", "Series", 0.5f)]
    [InlineData("Name (Series, #1-3)", "Name", "Series", 1f)]
    [InlineData("Name (Series, Book 3)", "Name", "Series", 3f)]
    [InlineData("Name (Series, Vol. 3)", "Name", "Series", 3f)]
    [InlineData("Name (Series; Bk 1)", "Name", "Series", 1f)]
    [InlineData("Name (Series, Volume III)", "Name", "Series", 3f)]
    [InlineData("Name (Series, Book Two)", "Name", "Series", 2f)]
    [InlineData("Name (Loveswept, No 166)", "Name", "Loveswept", 166f)]
    [InlineData("Name (The Book Series, #4)", "Name", "The Book Series", 4f)]
    [InlineData("Name (First, #1; Second, #9)", "Name", "First", 1f)]
    [InlineData("Name (Series (Inner), #2)", "Name", "Series (Inner)", 2f)]
    [InlineData("Name (Part of it) (Series, #2)", "Name (Part of it)", "Series", 2f)]
    [InlineData("Name (Series, #2) (Hardcover)", "Name", "Series", 2f)]
    [InlineData("Name (Paperback)", "Name", null, null)]
    [InlineData("Two of a Kind #06: My Sister (Two of a Kind)", "Two of a Kind #06: My Sister (Two of a Kind)", null, null)]
    [InlineData("Toy Story (1995)", "Toy Story (1995)", null, null)]
    [InlineData("Name (A Novel)", "Name (A Novel)", null, null)]
    [InlineData("Name (#3)", "Name (#3)", null, null)]
    [InlineData("(Series, #3)", "(Series, #3)", null, null)]
    [InlineData("Name (Series, #many)", "Name (Series, #many)", null, null)]
    [InlineData("Name (Notebook 3)", "Name (Notebook 3)", null, null)]
    [InlineData("Name (Series, #3", "Name (Series, #3", null, null)]
    [InlineData("Name) (", "Name) (", null, null)]
    [InlineData("  ", "", null, null)]
    [InlineData("", "", null, null)]
    public void Title_OfEveryForm_IsTakenApart(string title, string bare, string? series, float? volume)
    {
        Assert.Equal(new ParsedTitle(bare, series, volume), TitleParser.Parse(title));
        Assert.Equal(bare, TitleParser.WithoutSeries(title));
    }

    [Fact]
    public void AnyTitle_IsTakenApartWithoutFailure() => Prop.ForAll<string>(text =>
    {
        var parsed = TitleParser.Parse(text ?? "");
        return parsed.Title is not null && (parsed.Series is null) == (parsed.Volume is null);
    }).Check();

    [Fact]
    public void AnySoupOfMarks_IsTakenApartWithoutFailure()
    {
        Prop.ForAll(SoupsOfMarks(), title =>
        {
            var parsed = TitleParser.Parse(title);
            return title.Trim().StartsWith(parsed.Title, StringComparison.Ordinal) && (parsed.Title.Length > 0 || title.Trim().Length == 0);
        }).Check();
    }

    [Fact]
    public void AnySoupOfMarks_HasOneTitle_WhetherOrNotTheSeriesIsWanted() =>
        Prop.ForAll(SoupsOfMarks(), title => TitleParser.WithoutSeries(title) == TitleParser.Parse(title).Title)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void AnyNameAndSeries_ComeBack() => Prop.ForAll<byte, byte, byte>((name, series, volume) =>
    {
        var title = $"Name {name} (Series {series}, #{volume})";
        return TitleParser.Parse(title) == new ParsedTitle($"Name {name}", $"Series {series}", volume);
    }).Check();

    private static Arbitrary<string> SoupsOfMarks()
    {
        var marks = Gen.Elements(
            "(", ")", "#", " #", "#3)", "Book ", "Vol. ", "vol.", "3", ".5", "-", ", ", "Name", " (Series", " ", ";", "IV", "(Hardcover)");
        return marks.ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
    }
}
