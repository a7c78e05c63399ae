using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Evaluation;

/// <summary>One list a test user, all of the same greatest length. Holds 8 bytes a place.</summary>
/// <param name="userCount">Number of test users.</param>
/// <param name="length">Greatest length of a list.</param>
public sealed class RecommendationLists(int userCount, int length)
{
    private readonly ScoredItem[] _places = new ScoredItem[checked(userCount * length)];
    private readonly int[] _counts = new int[userCount];

    /// <summary>Number of lists.</summary>
    public int UserCount => userCount;

    /// <summary>The list of a test user, best first.</summary>
    public ReadOnlySpan<ScoredItem> this[int user] => _places.AsSpan(user * length, _counts[user]);

    /// <summary>All places of a user's list, to be filled.</summary>
    internal Span<ScoredItem> Places(int user) => _places.AsSpan(user * length, length);

    /// <summary>Tells how many places of a user's list are filled.</summary>
    internal void SetCount(int user, int count) => _counts[user] = count;
}
