using BookRecs.Recommender.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class TextTokenizerTests
{
    [Theory]
    [InlineData("The Hobbit, or There and Back Again", "the hobbit or there and back again")]
    [InlineData("Crème BRÛLÉE & Ångström", "creme brulee angstrom")]
    [InlineData("cre\u0300me", "creme")]
    [InlineData("Straße ŒUVRE Þór łódź", "strasse oeuvre thor lodz")]
    [InlineData("Don't l’amour", "dont lamour")]
    [InlineData("Άνθρωπος ΜΟΎΣΑ", "ανθρωπος μουσα")]
    [InlineData("Война и МИР", "война и мир")]
    [InlineData("Việt Nam", "viet nam")]
    [InlineData("１９８４ ＡＢＣ", "1984 abc")]
    [InlineData("1Q84 村上春樹 novel", "1q84 村上 上春 春樹 novel")]
    [InlineData("愛", "愛")]
    [InlineData("हिन्दी कविता", "हिन्दी कविता")]
    [InlineData("தமிழ் நூல்", "தமிழ் நூல்")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("𠀀𠀁", "𠀀𠀁")]
    [InlineData("  …—!? ", "")]
    public void Tokenize_AnyScript_GivesFoldedTerms(string text, string terms)
    {
        var tokenizer = new TextTokenizer();
        tokenizer.Tokenize(text);
        Assert.Equal(terms, string.Join(' ', Enumerable.Range(0, tokenizer.Count).Select(index => tokenizer[index].ToString())));
    }

    [Fact]
    public void WholeKey_OfANameInAnyOrder_IsOneKey()
    {
        var tokenizer = new TextTokenizer();
        Assert.Equal(tokenizer.WholeKey("Bandura, Albert"), tokenizer.WholeKey("ALBERT  Bandura"));
    }

    [Fact]
    public void Tokenize_TheTermsOfAnyText_GivesThemAgain() => Prop.ForAll<NonNull<string>>(static text =>
    {
        var tokenizer = new TextTokenizer();
        tokenizer.Tokenize(text.Get);
        foreach (var term in Enumerable.Range(0, tokenizer.Count).Select(index => tokenizer[index].ToString()).ToArray())
        {
            tokenizer.Tokenize(term);
            if (tokenizer.Count != 1 || !tokenizer[0].SequenceEqual(term))
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();
}
