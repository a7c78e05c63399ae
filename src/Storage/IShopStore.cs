using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using Orleans.Storage;

namespace BookRecs.Storage;

/// <summary>A shop wherever it is stored: the log, the catalogue and grain state. Safe for any number of callers at once.</summary>
public interface IShopStore : IAsyncDisposable
{
    /// <summary>The transaction log.</summary>
    ITransactionLog Log { get; }

    /// <summary>The catalogue.</summary>
    ICatalogueStore Catalogue { get; }

    /// <summary>Tells whether the store can be read and written.</summary>
    IStorageProbe Probe { get; }

    /// <summary>Brings data sets in.</summary>
    /// <exception cref="InvalidOperationException">The shop was opened only to read it.</exception>
    IShopImporter Importer { get; }

    /// <summary>Keeps the state of grains.</summary>
    /// <exception cref="InvalidOperationException">The shop was opened only to read it.</exception>
    IGrainStorage GrainState { get; }
}
