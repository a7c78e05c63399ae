using BookRecs.Cli.CommandLine;
using BookRecs.Storage;

namespace BookRecs.Cli.Import;

/// <summary>The shop that is imported into. A file that was made for an import which failed before its first row goes with it.</summary>
internal sealed class ImportTarget : IAsyncDisposable
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", ".lock"];

    private readonly string? _newFile;
    private bool _keep;

    private ImportTarget(IShopStore shop, string? newFile) => (Shop, _newFile) = (shop, newFile);

    public IShopStore Shop { get; }

    /// <summary>The files that belong to a shop's file, the shop's file among them.</summary>
    public static IEnumerable<string> FilesOf(string path) => Suffixes.Select(suffix => path + suffix);

    public static async Task<ImportTarget> OpenAsync(ShopLocation location, TimeProvider time, CancellationToken cancellationToken)
    {
        var newFile = location.File is { } file && !File.Exists(file.FullName) ? file.FullName : null;
        return new ImportTarget(await location.OpenAsync(time, cancellationToken), newFile);
    }

    /// <summary>Leaves the file, whatever it holds.</summary>
    public void Keep() => _keep = true;

    public async ValueTask DisposeAsync()
    {
        var delete = _newFile is not null && !_keep && await Shop.Log.GetSummaryAsync() is { Transactions: 0, Items: 0 };
        await Shop.DisposeAsync();
        if (!delete)
            return;
        foreach (var file in FilesOf(_newFile!))
            File.Delete(file);
    }
}
