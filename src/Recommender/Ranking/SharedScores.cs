using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking;

/// <summary>The scores of a source that is the same for every user, taken once. Takes 8 bytes an item of the model at most.</summary>
internal sealed class SharedScores
{
    private readonly float[] _scores;
    private readonly int[] _ranking;

    public SharedScores(ICandidateSource? source, ReadOnlySpan<int> ranking, int itemCount)
    {
        _scores = new float[itemCount];
        _ranking = ranking.ToArray();
        var buffer = new ScoreBuffer(itemCount);
        source?.Score([], buffer);
        foreach (var item in buffer.Touched)
            _scores[item] = buffer[item];
    }

    /// <summary>The items with a score, the best first.</summary>
    public ReadOnlySpan<int> Ranking => _ranking;

    /// <summary>The best score, 0 where there is none.</summary>
    public float Best => _ranking.Length == 0 ? 0f : _scores[_ranking[0]];

    public float this[int item] => _scores[item];
}
