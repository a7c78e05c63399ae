using BookRecs.Storage;
using BookRecs.Storage.Postgres;
using BookRecs.Storage.Sqlite;

namespace BookRecs.Cli.CommandLine;

/// <summary>Where a shop is: a SQLite file, or a database of a PostgreSQL server.</summary>
internal sealed class ShopLocation
{
    private readonly string? _address;

    private ShopLocation(FileInfo? file, string? address, string text) => (File, _address, Text) = (file, address, text);

    /// <summary>The file, or null.</summary>
    public FileInfo? File { get; }

    /// <summary>The place as people wrote it, without anything secret.</summary>
    public string Text { get; }

    /// <summary>A file.</summary>
    public static ShopLocation OfFile(FileInfo file) => new(file, null, file.ToString());

    /// <summary>A database.</summary>
    /// <exception cref="FormatException">The address cannot be read; the message holds nothing secret.</exception>
    public static ShopLocation OfAddress(string address) =>
        new(null, address, $"PostgreSQL {PostgresAddress.Show(PostgresAddress.Parse(address))}");

    /// <summary>The place, without anything secret.</summary>
    public override string ToString() => Text;

    /// <summary>Opens the shop to write to it; no silo may be using it.</summary>
    public async Task<IShopStore> OpenAsync(TimeProvider time, CancellationToken cancellationToken) => _address is null
        ? SqliteShop.Open(File!.FullName, time: time)
        : await PostgresShop.OpenAsync(Options(null), ShopUse.Alone, time, cancellationToken: cancellationToken);

    /// <summary>Opens the shop to read it, also beside a silo. A server that does not answer is told at once: whoever asks may have mistyped it.</summary>
    public async Task<IShopStore> OpenReadOnlyAsync(CancellationToken cancellationToken)
    {
        if (_address is null)
            return SqliteShop.OpenReadOnly(File!.FullName);
        var options = Options(null);
        options.Postgres.StartWaitSeconds = 0;
        return await PostgresShop.OpenAsync(options, ShopUse.ReadOnly, cancellationToken: cancellationToken);
    }

    /// <summary>Brings a database to this program's format.</summary>
    /// <param name="retentionMonths">The months of acts that it keeps, or null to leave it as it is.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    /// <returns>The format before and after.</returns>
    public Task<(int Before, int After)> MigrateAsync(int? retentionMonths, CancellationToken cancellationToken) =>
        PostgresShop.MigrateAsync(Options(retentionMonths), cancellationToken);

    private StorageOptions Options(int? retentionMonths) => new()
    {
        Provider = StorageOptions.PostgreSql,
        Postgres = new() { ConnectionString = _address!, RetentionMonths = retentionMonths },
    };
}
