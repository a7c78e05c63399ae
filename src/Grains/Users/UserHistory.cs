using System.Collections.Immutable;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Grains.Users;

/// <summary>
/// A user's newest acts and every item the user ever acted on. Adding acts one by one gives the same history as reading it from
/// the log: newest first by date, acts without a date last, ties by place in the log.
/// </summary>
/// <remarks>Holds some 44 bytes an act beside the ids, and up to 19 bytes for each seen item.</remarks>
public sealed class UserHistory
{
    private readonly int _limit;
    private readonly SlotList<RankingHistoryItem> _recent;
    private readonly SeenSet _seen;

    /// <summary>Takes over what the log says.</summary>
    /// <param name="activity">The user's acts.</param>
    /// <param name="limit">How many acts are held.</param>
    public UserHistory(UserActivity activity, int limit)
    {
        ArgumentNullException.ThrowIfNull(activity);
        _limit = limit;
        _recent = new SlotList<RankingHistoryItem>(limit);
        foreach (var act in activity.Recent.Take(limit))
            _recent.Insert(_recent.Count) = HistoryItemOf(act);
        _seen = new SeenSet(activity.SeenItems);
        Total = activity.Total;
    }

    /// <summary>The newest acts, the newest first.</summary>
    public IReadOnlyList<RankingHistoryItem> Recent => _recent;

    /// <summary>Every item the user ever acted on.</summary>
    public ISeenItems Seen => _seen;

    /// <summary>How many acts the log holds of the user.</summary>
    public long Total { get; private set; }

    /// <summary>Rises with every change.</summary>
    public long Revision { get; private set; }

    /// <summary>Adds an act that the log has just accepted.</summary>
    public void Add(in Interaction act)
    {
        var place = PlaceOf(act.OccurredAt);
        if (place < _limit)
            _recent.Insert(place) = HistoryItemOf(act);
        _seen.Add(act.ItemId);
        Total++;
        Revision++;
    }

    /// <summary>Tells whether the user ever acted on the item.</summary>
    public bool HasSeen(string itemId) => _seen.Contains(itemId);

    /// <summary>The items of the acts just before a new one, the newest first.</summary>
    /// <param name="occurredAt">The new act's date.</param>
    /// <param name="limit">How many at most.</param>
    public ImmutableArray<string> ItemsBefore(DateTimeOffset? occurredAt, int limit) => ItemsFrom(PlaceOf(occurredAt), limit);

    /// <summary>The items of the acts just before one that the history may hold already, the newest first.</summary>
    /// <param name="itemId">The act's item.</param>
    /// <param name="kind">What was done.</param>
    /// <param name="occurredAt">The act's date.</param>
    /// <param name="limit">How many at most.</param>
    public ImmutableArray<string> ItemsBefore(string itemId, InteractionKind kind, DateTimeOffset? occurredAt, int limit)
    {
        for (var place = 0; place < _recent.Count; place++)
        {
            ref readonly var act = ref _recent[place];
            if (act.OccurredAt == occurredAt && act.Kind == kind && act.ItemId == itemId)
                return ItemsFrom(place + 1, limit);
        }

        return ItemsFrom(PlaceOf(occurredAt), limit);
    }

    private static RankingHistoryItem HistoryItemOf(in Interaction act) =>
        RankingHistoryItem.From(act) with { ItemId = ItemIds.Shared(act.ItemId) };

    private ImmutableArray<string> ItemsFrom(int place, int limit)
    {
        var items = ImmutableArray.CreateBuilder<string>(Math.Clamp(_recent.Count - place, 0, limit));
        while (items.Count < items.Capacity)
            items.Add(_recent[place + items.Count].ItemId);
        return items.MoveToImmutable();
    }

    private int PlaceOf(DateTimeOffset? occurredAt)
    {
        var place = 0;
        while (place < _recent.Count && !IsOlderOrSame(_recent[place].OccurredAt, occurredAt))
            place++;
        return place;
    }

    private static bool IsOlderOrSame(DateTimeOffset? left, DateTimeOffset? right) => left is null || (right is not null && left <= right);
}
