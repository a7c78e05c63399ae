using System.Text;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Lower-cases letters and takes their diacritics off, so that "Müller", "MÜLLER" and "Muller" are one word. Works from own tables for
/// Latin and Greek letters, because the runtime decomposes nothing in invariant-globalization mode.
/// </summary>
internal static class LetterFolding
{
    private const char LatinFirst = '\u00C0';
    private const char LatinAdditionalFirst = '\u1E00';
    private const char GreekFirst = '\u0386';

    // One letter for each code point of the block; '?' where it has no letter.
    private const string Latin =
        "aaaaaaæceeeeiiiidnooooo?ouuuuyþßaaaaaaæceeeeiiiidnooooo?ouuuuyþy" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkĸllllllŀ" +
        "ŀllnnnnnnŉnnooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs" +
        "ƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿ" +
        "ǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuǝaaaaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææøø" +
        "aaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿ" +
        "ɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ";

    private const string LatinAdditional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
        "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
        "wwwwwwwwwwxxxxyyzzzzzzhtwyẚsẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
        "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ";

    private const string Greek =
        "α?εηι?ο?υωιαβγδεζηθικλμνξοπρ?στυφχψωιυαεηιυαβγδεζηθικλμνξοπρςστυ" +
        "φχψωιυουω";

    /// <summary>The folded letter or digit; one that is written as two has <see cref="TryExpand"/>.</summary>
    public static Rune Fold(Rune rune)
    {
        if (rune.Value < 0x80 || !rune.IsBmp)
            return Rune.ToLowerInvariant(rune);
        var letter = (char)rune.Value;
        var folded = Find(Latin, LatinFirst, letter)
            ?? Find(LatinAdditional, LatinAdditionalFirst, letter)
            ?? Find(Greek, GreekFirst, letter);
        if (folded is not null)
            return new Rune(folded.Value);
        // Full-width forms of ASCII, as East Asian catalogues write them.
        if (letter is >= '\uFF01' and <= '\uFF5E')
            return Rune.ToLowerInvariant(new Rune(letter - 0xFEE0));
        return Rune.ToLowerInvariant(rune);
    }

    /// <summary>The two letters that stand for a folded letter on keyboards without it, or null.</summary>
    public static string? TryExpand(Rune folded) => folded.Value switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => null,
    };

    /// <summary>True for marks that sit on the letter before them and say nothing once it is folded.</summary>
    public static bool IsMark(Rune rune) => rune.Value is (>= 0x300 and <= 0x36F) or (>= 0x64B and <= 0x65F) or (>= 0x591 and <= 0x5C7);

    private static char? Find(string table, char first, char letter)
    {
        var index = letter - first;
        return index >= 0 && index < table.Length && table[index] != '?' ? table[index] : null;
    }
}
