using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Log;

/// <summary>
/// Brings whole data sets into the log and the catalogue. An act is recognised by user, item, kind and date, so importing the
/// same rows again adds nothing.
/// </summary>
public interface IShopImporter
{
    /// <summary>Adds books, or replaces those whose id the catalogue holds.</summary>
    /// <param name="books">Streamed once.</param>
    /// <param name="cancellationToken">Stops the import; what was committed stays, and a repeat completes it.</param>
    Task<ImportResult> ImportBooksAsync(IEnumerable<Book> books, CancellationToken cancellationToken = default);

    /// <summary>Adds acts.</summary>
    /// <param name="interactions">Streamed once.</param>
    /// <param name="cancellationToken">Stops the import; what was committed stays, and a repeat completes it.</param>
    Task<ImportResult> ImportInteractionsAsync(IEnumerable<Interaction> interactions, CancellationToken cancellationToken = default);

    /// <summary>
    /// Labels the shop as generated; call it before the generated rows are imported, so that no crash leaves them without the
    /// label. The label stays. From then on only an importer that was told so here may import into the shop: another one is
    /// refused, because generated and real data never mix.
    /// </summary>
    Task MarkSyntheticAsync(CancellationToken cancellationToken = default);
}
