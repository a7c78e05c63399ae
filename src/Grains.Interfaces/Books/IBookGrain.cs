using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Interfaces.Recommendations;
using Orleans.Concurrency;

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

    /// <summary>
    /// Puts the book into the catalogue, in the place of what it holds of the item. When the task completes, the book survives a crash; the
    /// lists hold it when <see cref="AwaitCatalogueAsync"/> completes as well.
    /// </summary>
    /// <param name="book">The book.</param>
    [Alias("put")]
    Task<BookWritten> PutAsync(BookRecord book);

    /// <summary>Says whether the shop can sell the book now; else like <see cref="PutAsync"/>.</summary>
    /// <returns>The book, or null when the catalogue does not hold the item.</returns>
    [Alias("set_available")]
    Task<BookWritten?> SetAvailableAsync(bool available);

    /// <summary>Completes when the lists of this silo hold a revision of the catalogue. Other calls of the book do not wait for it.</summary>
    [Alias("await_catalogue"), AlwaysInterleave, ResponseTimeout(IModelRegistryGrain.CommandTimeout)]
    Task AwaitCatalogueAsync(long revision);
}
