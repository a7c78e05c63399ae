using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking;

/// <summary>One act of a user's recent history, as the ranking needs it.</summary>
/// <param name="ItemId">The item; one that the model does not know still counts as seen and gives reasons.</param>
/// <param name="Weight">Weight of the act, see <see cref="Interaction.Weight"/>.</param>
/// <param name="Kind">What the user did.</param>
/// <param name="OccurredAt">When, or null when not known.</param>
public readonly record struct RankingHistoryItem(
    string ItemId, float Weight = 1f, InteractionKind Kind = InteractionKind.Purchase, DateTimeOffset? OccurredAt = null)
{
    /// <summary>The history item of an act.</summary>
    public static RankingHistoryItem From(in Interaction act) => new(act.ItemId, act.Weight, act.Kind, act.OccurredAt);
}
