using BookRecs.Recommender.Ranking;

namespace BookRecs.Grains.Users;

/// <summary>How much a user's grain holds in memory. Section <c>BookRecs:Users</c>.</summary>
public sealed record UserOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Users";

    /// <summary>Acts held, the newest; the seen items are held in full beside them: 1,000, from 1 to 10,000.</summary>
    public int HistoryLimit { get; init; } = 1_000;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.Between(nameof(HistoryLimit), HistoryLimit, 1, RankingRequest.MaxHistory);
        return check.Failures;
    }
}
