using System.Collections.Concurrent;
using BookRecs.Frontend.Calls;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Recommendations;

/// <summary>
/// The popular lists as they were a moment ago, by language, held by a frontend for readers whose silo does not answer. Empty until
/// somebody refreshes it.
/// </summary>
public sealed class HeldLists
{
    private const int MaxLanguages = 64;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, RecommendationList?> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly TimeProvider _time;
    private long _refreshedAt;

    internal HeldLists(IGrainFactory grains, GrainCalls calls, TimeProvider time) => (_grains, _calls, _time) = (grains, calls, time);

    /// <summary>Whether there is a book to show: a shop that has just begun may have none yet.</summary>
    public bool HasBooks => _lists.GetValueOrDefault("") is { Items.IsEmpty: false };

    /// <summary>How old the lists are; null as long as there are none.</summary>
    public TimeSpan? Age => Interlocked.Read(ref _refreshedAt) is var at and not 0 ? _time.GetElapsedTime(at) : null;

    /// <summary>Asks the silos for the lists anew; what cannot be had stays as it is.</summary>
    /// <returns>Whether the silos answered.</returns>
    public async Task<bool> RefreshAsync()
    {
        foreach (var language in _lists.Keys.Append("").Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var query = new RecommendationQuery(RecommendationQuery.MaxLimit, [], language.Length == 0 ? null : language);
            var answer = await _calls.RepeatAsync(
                "popular list",
                RepeatPolicy.Until(Deadline, Deadline),
                (grains: _grains, query),
                static s => s.grains.GetGrain<IFallbackGrain>("popular").GetPopularAsync(s.query, FallbackReason.Unavailable));
            if (answer.Value is not { } list)
                return false;
            _lists[language] = list;
        }
        Interlocked.Exchange(ref _refreshedAt, _time.GetTimestamp());
        return true;
    }

    /// <summary>A list for a query; null when none with books is held, as a silo may know more by now.</summary>
    /// <param name="query">What was asked. A language that is new here is held from the next refresh on; until then all languages count.</param>
    /// <param name="reason">Why there is no personal list.</param>
    internal RecommendationList? Find(RecommendationQuery query, FallbackReason reason)
    {
        // Read once: a refresh may replace it meanwhile.
        if (_lists.GetValueOrDefault("") is not { Items.IsEmpty: false } ofAllLanguages)
            return null;
        var language = query.Language ?? "";
        if (!_lists.TryGetValue(language, out var held) && _lists.Count < MaxLanguages)
            _lists.TryAdd(language, null);
        held ??= ofAllLanguages;
        var items = held.Items.Where(item => !query.Exclude.Contains(item.ItemId)).Take(query.Limit);
        return held with { Items = [.. items], FallbackReason = reason };
    }
}
