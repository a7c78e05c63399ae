namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Hands out the same string for the same text most of the time, in bounded memory: a direct-mapped table in which a newcomer
/// replaces the text that has its place.
/// </summary>
internal sealed class StringPool(int slots)
{
    private readonly string?[] _strings = new string?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)slots)];

    public string Get(ReadOnlySpan<char> text)
    {
        ref var slot = ref _strings[string.GetHashCode(text) & (_strings.Length - 1)];
        if (slot is not null && text.SequenceEqual(slot))
            return slot;
        return slot = text.ToString();
    }
}
