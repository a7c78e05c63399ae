using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Grains.Interfaces.Books;

/// <summary>One book, by item id: its counts, recent readers and similar books.</summary>
[Alias("bookrecs.book")]
public interface IBookGrain : IGrainWithStringKey
{
    /// <summary>Makes acts count that the log already holds. An act that arrives twice counts once.</summary>
    [Alias("record")]
    Task RecordAsync(ImmutableArray<BookAct> acts);

    /// <summary>The book, or null when neither catalogue nor log knows the item.</summary>
    [Alias("get")]
    Task<BookDetails?> GetAsync();

    /// <summary>Books like it, or null when neither catalogue nor log knows the item.</summary>
    /// <param name="limit">1 to 100.</param>
    [Alias("similar")]
    Task<RecommendationList?> GetSimilarAsync(int limit);
}
