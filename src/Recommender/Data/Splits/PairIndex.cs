namespace BookRecs.Recommender.Data.Splits;

/// <summary>Numbers users and items and packs a pair of them into 64 bits.</summary>
internal sealed class PairIndex
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Users => _users.Keys;

    public IReadOnlyCollection<string> Items => _items.Keys;

    /// <summary>UTC ticks; below every date where there is none.</summary>
    public static long DateOf(in Interaction interaction) => interaction.OccurredAt?.UtcTicks ?? long.MinValue;

    public static int UserOf(long pair) => (int)(pair >> 32);

    public static int ItemOf(long pair) => (int)pair;

    public long Add(in Interaction interaction) => Pack(NumberOf(_users, interaction.UserId), NumberOf(_items, interaction.ItemId));

    public long PairOf(in Interaction interaction)
    {
        if (_users.TryGetValue(interaction.UserId, out var user) && _items.TryGetValue(interaction.ItemId, out var item))
            return Pack(user, item);
        throw new ArgumentException(
            $"user '{interaction.UserId}' or item '{interaction.ItemId}' was not in the data that the split was planned for",
            nameof(interaction));
    }

    private static long Pack(int user, int item) => ((long)user << 32) | (uint)item;

    private static int NumberOf(Dictionary<string, int> numbers, string id)
    {
        if (!numbers.TryGetValue(id, out var number))
            numbers.Add(id, number = numbers.Count);
        return number;
    }
}
