using BookRecs.Grains.Log;
using BookRecs.Storage.Sqlite;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Sqlite;

/// <summary>The file itself: what is refused, what survives, and its format.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string ShopPath => _folder.File("shop.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_InAFolderThatIsNotThere_MakesIt()
    {
        var path = _folder.File("a/b/c d/shop.db");

        await using var shop = SqliteShop.Open(path);

        Assert.True(File.Exists(path));
        Assert.Equal(path, shop.FilePath);
    }

    [Fact]
    public async Task Open_FileOfANewerVersion_IsRefusedUntouched()
    {
        await SqliteShop.Open(ShopPath).DisposeAsync();
        Execute($"PRAGMA user_version = {SqliteSchema.Version + 41}");
        var before = File.ReadAllBytes(ShopPath);

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(ShopPath));
        var readOnly = Assert.Throws<StorageException>(() => SqliteShop.OpenReadOnly(ShopPath));

        Assert.All([error, readOnly], refusal =>
        {
            Assert.Contains(ShopPath, refusal.Message, StringComparison.Ordinal);
            Assert.Contains($"format {SqliteSchema.Version + 41}", refusal.Message, StringComparison.Ordinal);
            Assert.Contains($"up to {SqliteSchema.Version}", refusal.Message, StringComparison.Ordinal);
        });
        Assert.Equal(before, File.ReadAllBytes(ShopPath));
    }

    [Fact]
    public async Task Open_FileOfTheFirstFormat_IsBroughtToThisOne_AndKeepsItsBooks()
    {
        Execute(
            $"""
            {SqliteSchema.Migrations[0]}
            INSERT INTO item(item_no, item_id) VALUES (1, 'old');
            INSERT INTO book(item_no, title, authors, series, genres, available) VALUES (1, 'Old', '["Ada"]', '[]', '[]', 1);
            UPDATE shop SET items = 1;
            PRAGMA user_version = 1;
            """);

        await using var shop = SqliteShop.Open(ShopPath);

        Assert.Equal("Old", (await shop.Catalogue.FindAsync("old", Cancel))!.Title);
        Assert.Equal(0, await shop.Catalogue.GetRevisionAsync(Cancel));
        Assert.Equal(1, (await shop.Catalogue.PutAsync(new() { ItemId = "new", Title = "New" }, Cancel)).Revision);
        Assert.Equal("new", Assert.Single(shop.Catalogue.ReadChanges(0, Cancel)).ItemId);
    }

    [Fact]
    public void Open_FileOfAnotherProgram_IsRefusedUntouched()
    {
        Execute("CREATE TABLE theirs(x)");
        var before = File.ReadAllBytes(ShopPath);

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(ShopPath));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(ShopPath));
    }

    [Theory]
    [InlineData("user_id,item_id\n1,2\n")]
    [InlineData("SQLite format 4\0 but no")]
    [InlineData("x")]
    public void Open_FileThatIsNotSqlite_IsRefusedUntouched(string content)
    {
        File.WriteAllText(ShopPath, content);

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(ShopPath));

        Assert.Contains($"{ShopPath} is not a SQLite file", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(ShopPath));
    }

    [Fact]
    public void Open_DamagedFile_IsRefused()
    {
        File.WriteAllBytes(ShopPath, [.. "SQLite format 3\0"u8, .. new byte[5_000]]);

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(ShopPath));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Folder_IsRefused()
    {
        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(_folder.Path));

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhereNoFolderCanBe_IsRefused()
    {
        File.WriteAllText(_folder.File("file"), "");

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(_folder.File("file/shop.db")));

        Assert.Contains(_folder.File("file"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhileAnotherHoldsIt_IsRefusedAndWorksAfterwards()
    {
        var first = SqliteShop.Open(ShopPath);

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(ShopPath));
        await first.Log.AppendAsync([Act("t1")], Cancel);
        await first.DisposeAsync();
        await using var second = SqliteShop.Open(ShopPath);

        Assert.Contains($"{ShopPath} is in use by another process", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await second.Log.GetSummaryAsync(Cancel)).Transactions);
    }

    [Fact]
    public void Open_WithALockFileThatCannotBeOpened_IsNotTakenForInUse()
    {
        File.CreateSymbolicLink(ShopPath + ".lock", ShopPath + ".lock");

        var error = Assert.Throws<StorageException>(() => SqliteShop.Open(ShopPath));

        Assert.StartsWith($"{ShopPath} cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenReadOnly_BesideAWriter_SeesWhatIsCommittedAndWritesNothing()
    {
        await using var writer = SqliteShop.Open(ShopPath);
        await writer.Log.AppendAsync([Act("t1")], Cancel);

        await using var reader = SqliteShop.OpenReadOnly(ShopPath);

        Assert.Equal(1, (await reader.Log.GetSummaryAsync(Cancel)).Transactions);
        Assert.Throws<InvalidOperationException>(() => reader.Importer);
        await Assert.ThrowsAsync<LogUnavailableException>(() => reader.Log.AppendAsync([Act("t2")], Cancel));
        await reader.Probe.PingAsync(Cancel);
    }

    [Fact]
    public void OpenReadOnly_OfNothing_NamesTheFile()
    {
        var error = Assert.Throws<StorageException>(() => SqliteShop.OpenReadOnly(ShopPath));

        Assert.Contains($"{ShopPath} does not exist", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(ShopPath));
    }

    [Fact]
    public async Task Crash_InTheMiddleOfACommit_KeepsAllThatWasAcknowledgedAndNothingElse()
    {
        await using var shop = SqliteShop.Open(ShopPath);
        for (var act = 0; act < 20; act++)
            await shop.Log.AppendAsync([Act($"t{act}")], Cancel);
        Directory.CreateDirectory(_folder.File("crash"));

        // A copy of file and write-ahead log is what a machine finds that lost its power at this moment.
        await shop.Writer.RunAsync(
            database =>
            {
                database.Appender.Append([Act("not yet acknowledged")], DateTimeOffset.UnixEpoch);
                File.Copy(ShopPath, _folder.File("crash/shop.db"));
                File.Copy(ShopPath + "-wal", _folder.File("crash/shop.db-wal"));
                return 0;
            },
            cancellationToken: Cancel);

        await using var found = SqliteShop.Open(_folder.File("crash/shop.db"));
        var page = await found.Log.ReadHistoryAsync("u1", null, 1_000, Cancel);
        Assert.Equal(Enumerable.Range(0, 20).Select(act => $"t{act}").Reverse(), page!.Transactions.Select(act => act.TransactionId));
        Assert.Equal(new LogSummary(20, 1, 1, false), await found.Log.GetSummaryAsync(Cancel));
    }

    [Fact]
    public async Task Open_AfterAnInterruptedImport_BuildsTheMissingIndexes()
    {
        await using (var shop = SqliteShop.Open(ShopPath))
        {
            await shop.Importer.ImportInteractionsAsync([Row("u1", "i1", Day)], Cancel);
        }

        Execute(SqliteSchema.DropIndexes);
        await SqliteShop.Open(ShopPath).DisposeAsync();

        using var database = SqliteDatabase.Open(ShopPath, create: false, 0);
        Assert.Equal(2, database.Scalar("SELECT count(*) FROM sqlite_master WHERE name IN ('act_item', 'act_user')"));
    }

    [Fact]
    public async Task Import_LeavesAnEmptyWriteAheadLogAndASoundFile()
    {
        await using (var shop = SqliteShop.Open(ShopPath, new StorageOptions { ImportBatchRows = 1_000 }))
        {
            await shop.Importer.ImportInteractionsAsync(
                Enumerable.Range(0, 20_000).Select(number => Row($"u{number % 300}", $"i{number}", Day)), Cancel);
            Assert.Equal(0, new FileInfo(ShopPath + "-wal").Length);
        }

        using var database = SqliteDatabase.Open(ShopPath, create: false, 0);
        using var check = database.Prepare("PRAGMA integrity_check");
        Assert.True(check.Step());
        Assert.Equal("ok", check.Text(0));
        using var orphans = database.Prepare("PRAGMA foreign_key_check");
        Assert.False(orphans.Step());
    }

    [Fact]
    public async Task Schema_IsTheOneOnRecord()
    {
        await SqliteShop.Open(ShopPath).DisposeAsync();
        using var database = SqliteDatabase.Open(ShopPath, create: false, 0);
        using var tables = database.Prepare(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name");
        var lines = new List<string>
        {
            $"-- application_id {database.Scalar("PRAGMA application_id")}, user_version {database.Scalar("PRAGMA user_version")}",
        };
        while (tables.Step())
            lines.Add(tables.Text(0) + ";");

        var onRecord = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Sqlite", "schema.sql"), Cancel);

        Assert.True(
            onRecord == string.Join("\n\n", lines) + "\n",
            "The stored format changed. Add a migration in SqliteSchema (never change a released one), and then put this into " +
            $"tests/Storage.Tests/Sqlite/schema.sql:\n{string.Join("\n\n", lines)}\n");
    }

    private void Execute(string sql)
    {
        using var database = SqliteDatabase.Open(ShopPath, create: true, 0);
        database.Execute(sql);
    }
}
