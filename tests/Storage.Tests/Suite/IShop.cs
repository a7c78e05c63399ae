using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using Orleans.Storage;

namespace BookRecs.Storage.Tests.Suite;

/// <summary>A store under test, whatever it is made of.</summary>
public interface IShop : IAsyncDisposable
{
    ITransactionLog Log { get; }

    ICatalogueStore Catalogue { get; }

    IShopImporter Importer { get; }

    IStorageProbe Probe { get; }

    IGrainStorage GrainState { get; }

    /// <summary>Closes the store and opens it again with what it holds.</summary>
    Task ReopenAsync();
}
