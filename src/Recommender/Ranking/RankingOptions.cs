using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Ranking;

/// <summary>How lists are put together from scores.</summary>
public sealed record RankingOptions
{
    /// <summary>Candidates taken from each source, 10 to 10,000. Default 700.</summary>
    public int CandidatesPerSource { get; init; } = 700;

    /// <summary>Items of one author in a list at most, at least 1; more only when nothing else is left. Default 3.</summary>
    public int MaxPerAuthor { get; init; } = 3;

    /// <summary>Items of one series in a list at most, at least 1; more only when nothing else is left. Default 2.</summary>
    public int MaxPerSeries { get; init; } = 2;

    /// <summary>
    /// What the next unread volume of a begun series gains where the blend ranks, 0 to 10; compare the weights of the blend. Default 0.15.
    /// </summary>
    public float NextInSeriesWeight { get; init; } = 0.15f;

    /// <summary>
    /// The same where the engine ranks, whose scores are made to range from 0.5 to 1; it ranks by what readers do, series or not, so little
    /// is to be added. 0 to 10. Default 0.03.
    /// </summary>
    public float EngineNextInSeriesWeight { get; init; } = 0.03f;

    /// <summary>What the most trending item gains in lists for users, 0 to 10; matters where there is no history. Default 0.01.</summary>
    public float TrendingWeight { get; init; } = 0.01f;

    /// <summary>What sharing an author with the history gains at most, 0 to 10. Default 0.05.</summary>
    public float SameAuthorWeight { get; init; } = 0.05f;

    /// <summary>
    /// How far a list trades score for variety, 0 (not at all) to 1: the λ of maximal marginal relevance (Carbonell and Goldstein
    /// 1998) is 1 minus this. Default 0.
    /// </summary>
    public float Diversity { get; init; }

    /// <summary>Reasons given for an item at most, 1 to 7. Default 3.</summary>
    public int MaxReasons { get; init; } = 3;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting breaks its rule; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(CandidatesPerSource is >= 10 and <= 10_000, "Ranking.CandidatesPerSource", CandidatesPerSource, "10 to 10,000");
        OptionRule.Require(MaxPerAuthor >= 1, "Ranking.MaxPerAuthor", MaxPerAuthor, "at least 1");
        OptionRule.Require(MaxPerSeries >= 1, "Ranking.MaxPerSeries", MaxPerSeries, "at least 1");
        OptionRule.Require(NextInSeriesWeight is >= 0 and <= 10, "Ranking.NextInSeriesWeight", NextInSeriesWeight, "0 to 10");
        OptionRule.Require(
            EngineNextInSeriesWeight is >= 0 and <= 10, "Ranking.EngineNextInSeriesWeight", EngineNextInSeriesWeight, "0 to 10");
        OptionRule.Require(TrendingWeight is >= 0 and <= 10, "Ranking.TrendingWeight", TrendingWeight, "0 to 10");
        OptionRule.Require(SameAuthorWeight is >= 0 and <= 10, "Ranking.SameAuthorWeight", SameAuthorWeight, "0 to 10");
        OptionRule.Require(Diversity is >= 0 and <= 1, "Ranking.Diversity", Diversity, "0 to 1");
        OptionRule.Require(MaxReasons is >= 1 and <= 7, "Ranking.MaxReasons", MaxReasons, "1 to 7");
    }
}
