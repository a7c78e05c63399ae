using System.Globalization;
using System.Text;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Cuts text of any language into terms: words in lower case without diacritics; pairs of characters in scripts that are written without
/// spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese).
/// </summary>
/// <remarks>Keeps its buffers between calls; not safe for several threads at once.</remarks>
internal sealed class TextTokenizer
{
    private readonly List<(int Start, int Length)> _tokens = [];
    private readonly List<Rune> _run = [];
    private char[] _buffer = new char[256];
    private int _length;

    /// <summary>How many terms the last text had.</summary>
    public int Count => _tokens.Count;

    /// <summary>A term of the last text; valid until the next call.</summary>
    public ReadOnlySpan<char> this[int index] => _buffer.AsSpan(_tokens[index].Start, _tokens[index].Length);

    /// <summary>Cuts a text into terms, in the order of the text.</summary>
    public void Tokenize(ReadOnlySpan<char> text)
    {
        _tokens.Clear();
        _length = 0;
        var wordStart = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnspaced(rune))
            {
                EndWord(ref wordStart);
                _run.Add(rune);
                continue;
            }

            EndRun(ref wordStart);
            if (Rune.IsLetterOrDigit(rune))
                AppendFolded(rune);
            else if (IsVowelSign(rune))
                AppendToWord(rune, wordStart);
            else if (!LetterFolding.IsMark(rune) && !IsInsideWord(rune))
                EndWord(ref wordStart);
        }

        EndRun(ref wordStart);
        EndWord(ref wordStart);
    }

    /// <summary>
    /// One key for a whole value such as a name: its terms in ordinal order, so that "King, Stephen" and "Stephen King" are one author.
    /// </summary>
    public string WholeKey(ReadOnlySpan<char> value)
    {
        Tokenize(value);
        var words = new string[Count];
        for (var index = 0; index < words.Length; index++)
            words[index] = this[index].ToString();
        Array.Sort(words, StringComparer.Ordinal);
        return string.Join(' ', words);
    }

    /// <summary>An apostrophe does not end a word: "l'homme" stays apart from "homme", but "don't" is one word.</summary>
    private static bool IsInsideWord(Rune rune) => rune.Value is '\'' or 0x2019 or 0x00AD or 0x200D;

    private static bool IsUnspaced(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Marks that are vowels or join consonants, as in Devanagari and Tamil: without them words would fall apart.</summary>
    private static bool IsVowelSign(Rune rune) =>
        !LetterFolding.IsMark(rune)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark;

    private void AppendToWord(Rune rune, int wordStart)
    {
        if (_length > wordStart)
            Append(rune);
    }

    private void AppendFolded(Rune rune)
    {
        var folded = LetterFolding.Fold(rune);
        if (LetterFolding.TryExpand(folded) is { } letters)
        {
            foreach (var letter in letters.EnumerateRunes())
                Append(letter);
        }
        else
        {
            Append(folded);
        }
    }

    private void Append(Rune rune)
    {
        if (_length + 2 > _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        _length += rune.EncodeToUtf16(_buffer.AsSpan(_length));
    }

    private void EndWord(ref int wordStart)
    {
        if (_length > wordStart)
            _tokens.Add((wordStart, _length - wordStart));
        wordStart = _length;
    }

    private void EndRun(ref int wordStart)
    {
        if (_run.Count == 0)
            return;
        for (var first = 0; first < Math.Max(1, _run.Count - 1); first++)
        {
            Append(_run[first]);
            if (first + 1 < _run.Count)
                Append(_run[first + 1]);
            EndWord(ref wordStart);
        }

        _run.Clear();
    }
}
