using BookRecs.Cli.Output;
using BookRecs.Grains.Log;
using BookRecs.Storage;

namespace BookRecs.Cli.Import;

/// <summary>Tells what an import that failed has left in the shop: whole batches, which a repeat completes.</summary>
/// <param name="shop">The shop.</param>
/// <param name="before">What it held before the import.</param>
internal sealed class CommittedPart(IShopStore shop, LogSummary before)
{
    private bool _anyRow;

    /// <summary>The rows on their way to the shop.</summary>
    public IEnumerable<T> Watch<T>(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            _anyRow = true;
            yield return row;
        }
    }

    /// <summary>One line for people; null when no row came so far, when the shop is empty, and when it cannot tell.</summary>
    /// <param name="into">The shop, as people know it.</param>
    public async Task<string?> DescribeAsync(string into)
    {
        if (!_anyRow)
            return null;
        try
        {
            var now = await shop.Log.GetSummaryAsync(CancellationToken.None);
            if (now is { Transactions: 0, Items: 0 })
                return null;
            return $"{into} holds {Quantities.Count(now.Transactions - before.Transactions)} interactions and "
                + $"{Quantities.Count(now.Items - before.Items)} books more than before this import; when what is wrong is mended, repeating "
                + "it completes it and adds nothing twice";
        }
        catch (Exception error) when (error is StorageException or LogUnavailableException)
        {
            // Why the import failed matters more, and is told after this.
            return null;
        }
    }
}
