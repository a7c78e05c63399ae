using System.Collections.Concurrent;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Users;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>A shop behind the front end, small enough to know every answer: users keep acts in memory, two books exist.</summary>
public sealed class FakeShop
{
    public const string KnownItem = "42";

    private readonly ConcurrentDictionary<string, FakeUserGrain> _users = new(StringComparer.Ordinal);

    /// <summary>All acts by transaction id, as the log holds them.</summary>
    public ConcurrentDictionary<string, Grains.Interfaces.Transactions.Transaction> Log { get; } = new(StringComparer.Ordinal);

    public FakeRegistryGrain Registry { get; } = new();

    public FakeFallbackGrain Fallback { get; } = new();

    /// <summary>When set, the grain of a user answers with this instead of its own list.</summary>
    public Func<RecommendationQuery, Task<RecommendationList>>? Recommend { get; set; }

    /// <summary>When set, it runs before acts are recorded, and may throw.</summary>
    public Func<string, Task>? BeforeRecord { get; set; }

    /// <summary>When set, it runs before a book is read, and may throw.</summary>
    public Func<Task>? BeforeBook { get; set; }

    /// <summary>Ids that are books too, beside <see cref="KnownItem"/>.</summary>
    public ConcurrentDictionary<string, bool> Books { get; } = new(StringComparer.Ordinal);

    /// <summary>Books that were put, by id.</summary>
    public ConcurrentDictionary<string, BookRecord> Put { get; } = new(StringComparer.Ordinal);

    /// <summary>The revisions of the catalogue that were waited for.</summary>
    public ConcurrentQueue<long> Awaited { get; } = new();

    /// <summary>When set, it runs before lists hold a change, and may throw.</summary>
    public Func<Task>? BeforeCatalogue { get; set; }

    public ConcurrentQueue<RecommendationQuery> Queries { get; } = new();

    /// <summary>How many grain calls the front end has made.</summary>
    public int Calls => _calls;

    private int _calls;

    public FakeUserGrain User(string id) => _users.GetOrAdd(id, key => new FakeUserGrain(this, key));

    public IGrainFactory Factory => FakeGrainFactory.Create(Resolve);

    public static RecommendedItem Item(string id, float score = 1.5f) => new(
        id,
        score,
        "item_to_item",
        [new Reason("same_author", "Also by Zoë Ångström", ["41"])],
        new BookCard($"Būk \"{id}\" <&> 📚", ["Zoë Ångström"], 2004));

    public static RecommendationList List(params string[] ids) =>
        new([.. ids.Select((id, i) => Item(id, 3.5f - i))], "v1", null);

    private object Resolve(Type grain, string key)
    {
        Interlocked.Increment(ref _calls);
        return grain switch
        {
            _ when grain == typeof(IUserGrain) => User(key),
            _ when grain == typeof(IBookGrain) => new FakeBookGrain(this, key),
            _ when grain == typeof(IModelRegistryGrain) => Registry,
            _ when grain == typeof(IFallbackGrain) => Fallback,
            _ => throw new NotSupportedException($"The front end is not expected to ask for {grain}."),
        };
    }
}
