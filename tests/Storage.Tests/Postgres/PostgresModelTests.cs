using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Storage.Postgres;
using Npgsql;

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>Model folders in the database: what one silo stores, another fetches, whole and unchanged or not at all.</summary>
public sealed class PostgresModelTests : IDisposable
{
    private const string Version = "20260102T030405Z-1a2b3c4d";
    private const string Newer = "20260103T030405Z-1a2b3c4d";

    private readonly TempFolder _first = new();
    private readonly TempFolder _second = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Load_OnAnotherSilo_FetchesWhatItLacks()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        var bytes = Write(_first, Version, 2_500_000);
        var trainer = Store(shop, _first);
        var server = Store(shop, _second);

        trainer.Publish(Version);
        trainer.Publish(Version);

        Assert.Equal([Version], server.ListVersions());
        server.Verify(Version);
        Assert.Equal(bytes, File.ReadAllBytes(_second.File($"{Version}/model.bin")));
        Assert.Equal("{}", File.ReadAllText(_second.File($"{Version}/manifest.json")));
        await using var count = Command(shop, "SELECT count(*) FROM bookrecs.model_chunks WHERE name = 'model.bin'");
        Assert.Equal(3L, await count.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task Load_OfADamagedCopy_FetchesItAnew()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        var bytes = Write(_first, Version, 100);
        Store(shop, _first).Publish(Version);
        Write(_second, Version, 99);

        Store(shop, _second).Verify(Version);

        Assert.Equal(bytes, File.ReadAllBytes(_second.File($"{Version}/model.bin")));
    }

    [Fact]
    public async Task Fetch_OfAChunkThatWasChanged_IsRefusedAndLeavesNothing()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        Write(_first, Version, 3_000_000);
        Store(shop, _first).Publish(Version);
        await using var damage = Command(shop, "UPDATE bookrecs.model_chunks SET content = set_byte(content, 17, 1 + get_byte(content, 17) % 2) WHERE number = 1");
        await damage.ExecuteNonQueryAsync(Cancel);

        var error = Assert.Throws<InvalidDataException>(() => Store(shop, _second).Verify(Version));

        Assert.Contains("chunk 1 of model.bin", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_second.Path));
    }

    [Fact]
    public async Task Fetch_OfAFileThatLacksItsEnd_IsRefused()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        Write(_first, Version, 3_000_000);
        Store(shop, _first).Publish(Version);
        await using var damage = Command(shop, "DELETE FROM bookrecs.model_chunks WHERE number = 2");
        await damage.ExecuteNonQueryAsync(Cancel);

        var error = Assert.Throws<InvalidDataException>(() => Store(shop, _second).Verify(Version));

        Assert.Contains("model.bin differs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_OnOneSilo_RemovesTheCopiesOfOthersWithTheirNextFetch()
    {
        await using var shop = await PostgresTestShop.CreateAsync();
        Write(_first, Version, 100);
        Write(_first, Newer, 100);
        Write(_second, "20250101T000000Z-00000000", 100);
        var trainer = Store(shop, _first);
        var server = Store(shop, _second);
        trainer.Publish(Version);
        server.Verify(Version);

        trainer.Delete([Version]);
        trainer.Publish(Newer);
        server.Verify(Newer);

        Assert.Equal([Newer], trainer.ListVersions());
        Assert.Equal(["20250101T000000Z-00000000", Newer], server.ListVersions());
        Assert.Throws<InvalidDataException>(() => server.Verify(Version));
    }

    private static PostgresModelStore Store(PostgresTestShop shop, TempFolder folder) =>
        new(shop.Inner.Source, new PlainFolder(folder.Path), folder.Path);

    private static NpgsqlCommand Command(PostgresTestShop shop, string sql)
    {
        var source = NpgsqlDataSource.Create(shop.Options.Postgres.ConnectionString);
        return source.CreateCommand(sql);
    }

    private static byte[] Write(TempFolder folder, string version, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Directory.CreateDirectory(folder.File(version));
        File.WriteAllBytes(folder.File($"{version}/model.bin"), bytes);
        File.WriteAllText(folder.File($"{version}/manifest.json"), "{}");
        return bytes;
    }

    /// <summary>Takes 99 bytes for damage, and does with folders what the real one does.</summary>
    private sealed class PlainFolder(string path) : IModelStore
    {
        public IServingModel Load(string version) => throw new NotSupportedException();

        public void Verify(string version)
        {
            var file = new FileInfo(Path.Combine(path, version, "model.bin"));
            if (!file.Exists || file.Length == 99)
                throw new InvalidDataException($"{file} is missing or damaged");
        }

        public IReadOnlyList<string> ListVersions() =>
            [.. Directory.EnumerateDirectories(path, "2*").Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

        public ModelEntry Describe(string version) => throw new NotSupportedException();

        public void Delete(IReadOnlyCollection<string> versions)
        {
            foreach (var version in versions.Where(version => Directory.Exists(Path.Combine(path, version))))
                Directory.Delete(Path.Combine(path, version), recursive: true);
        }
    }
}
