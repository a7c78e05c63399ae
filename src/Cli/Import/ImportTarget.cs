using BookRecs.Storage.Sqlite;

namespace BookRecs.Cli.Import;

/// <summary>The shop that is imported into. One that was made for an import which failed before its first row goes with it.</summary>
internal sealed class ImportTarget : IAsyncDisposable
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", ".lock"];

    private bool _keep;

    public ImportTarget(FileInfo file, TimeProvider time)
    {
        _keep = File.Exists(file.FullName);
        Shop = SqliteShop.Open(file.FullName, time: time);
    }

    public SqliteShop Shop { get; }

    /// <summary>Leaves the file, whatever it holds.</summary>
    public void Keep() => _keep = true;

    public async ValueTask DisposeAsync()
    {
        var delete = !_keep && await Shop.Log.GetSummaryAsync() is { Transactions: 0, Items: 0 };
        await Shop.DisposeAsync();
        if (!delete)
            return;
        foreach (var suffix in Suffixes)
            File.Delete(Shop.FilePath + suffix);
    }
}
