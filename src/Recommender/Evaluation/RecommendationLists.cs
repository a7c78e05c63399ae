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

    /// <summary>Greatest length of a list.</summary>
    internal int Length => length;

    /// <summary>All places of the lists of users that follow each other, to be filled.</summary>
    internal Span<ScoredItem> Places(int first, int users) => _places.AsSpan(first * length, users * length);

    /// <summary>How many places of the lists of users that follow each other are filled, to be set.</summary>
    internal Span<int> Counts(int first, int users) => _counts.AsSpan(first, users);
}
