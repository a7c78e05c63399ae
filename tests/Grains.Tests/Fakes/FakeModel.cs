using System.Globalization;
using BookRecs.Grains.Models;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using StableHash = BookRecs.Recommender.Ranking.StableHash;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>Ranks the items i0, i1, … in this order, and notices use after disposal.</summary>
/// <param name="version">Its version.</param>
/// <param name="books">The books of its catalogue.</param>
public sealed class FakeModel(string version, IEnumerable<Book>? books = null) : IServingModel
{
    private volatile bool _isDisposed;
    private int _rankCount;

    public string Version => version;

    public bool IsDisposed => _isDisposed;

    /// <summary>How many lists it made.</summary>
    public int RankCount => Volatile.Read(ref _rankCount);

    /// <summary>The title of each book of its catalogue.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; } = (books ?? []).ToDictionary(static book => book.ItemId, static book => book.Title);

    public bool Knows(string itemId) => itemId.StartsWith('i');

    public IReadOnlyList<RankedItem> Rank(RankingRequest request)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Interlocked.Increment(ref _rankCount);
        return
        [
            .. Enumerable.Range(0, 300)
                .Select(number => string.Create(CultureInfo.InvariantCulture, $"i{number}"))
                .Where(item => request.Seen?.Contains(StableHash.Of(item)) != true && !request.Exclude.Contains(item))
                .Take(request.Count)
                .Select(item => new RankedItem(item, 1, "fake", [new RankingReason("popular", "", [])], null)),
        ];
    }

    public IReadOnlyList<RankedItem> Similar(string itemId, int count) => Rank(new RankingRequest { Count = count, Exclude = [itemId] });

    public IServingModel With(IReadOnlyCollection<Book> changed)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var kept = Titles.Keys.Except(changed.Select(static book => book.ItemId)).Select(id => new Book { ItemId = id, Title = Titles[id] });
        return new FakeModel(version, kept.Concat(changed));
    }

    public void Dispose() => _isDisposed = true;
}
