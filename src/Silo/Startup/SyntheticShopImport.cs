using BookRecs.Grains.Books;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data.Synthetic;

namespace BookRecs.Silo.Startup;

/// <summary>Fills an empty store with a generated shop, and labels it as synthetic.</summary>
internal sealed class SyntheticShopImport(
    IShopImporter importer,
    ICatalogueStore catalogue,
    FirstStartOptions options,
    SyntheticShopOptions shopOptions,
    StartStage stage,
    TextWriter console)
{
    /// <summary>Generates and imports, unless the store holds something else.</summary>
    /// <param name="summary">What the store holds.</param>
    /// <param name="cancellationToken">Stops it; the next start goes on.</param>
    /// <returns>Whether it did.</returns>
    public async Task<bool> TryRunAsync(LogSummary summary, CancellationToken cancellationToken)
    {
        if (!options.Generate || summary.Transactions > 0)
            return false;
        var shop = new SyntheticShop(shopOptions);

        // A start that was killed halfway has left books without acts; importing again completes it.
        var first = shop.Books().First();
        if (summary.Items > 0 && (await catalogue.FindAsync(first.ItemId, cancellationToken))?.Title != first.Title)
            return false;
        stage.Text = "generating a synthetic shop";
        var size = FormattableString.Invariant($"{shopOptions.Users:N0} readers and {shopOptions.Items:N0} books");
        await console.WriteLineAsync($"No data yet: generating a synthetic shop with {size}. To serve your own, import it first.");
        await Task.Run(
            async () =>
            {
                // The label comes first: a start that is killed in between must not leave generated data that looks real.
                await importer.MarkSyntheticAsync(cancellationToken);
                await importer.ImportBooksAsync(shop.Books(), cancellationToken);
                await importer.ImportInteractionsAsync(shop.Interactions(), cancellationToken);
            },
            cancellationToken);
        return true;
    }
}
