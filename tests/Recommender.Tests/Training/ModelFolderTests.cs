using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Training;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _models = new();
    private readonly FixedTime _time = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void ListVersions_ForeignAndTemporaryFolders_AreLeftOut()
    {
        string[] versions = ["20250102T030405Z-ffffffff", "20260102T030405Z-0000000a", "20260102T030405Z-0000000b"];
        foreach (var name in versions.Reverse().Concat([".training-1", "notes", "20260102T030405Z-XYZ"]))
            Directory.CreateDirectory(_models[name]);
        File.WriteAllText(_models["20270102T030405Z-00000000"], "a file");

        Assert.Equal(versions, ModelFolder.ListVersions(_models.Path));
    }

    [Fact]
    public void ListVersions_NoFolder_IsEmpty() => Assert.Empty(ModelFolder.ListVersions(_models["missing"]));

    [Theory]
    [InlineData("../../etc")]
    [InlineData("")]
    [InlineData("20260102T030405Z-0000000a/..")]
    [InlineData("20260102T030405Z-0000000a\n")]
    public void PathOf_AnythingButAVersion_IsRefused(string version) =>
        Assert.Throws<ArgumentException>(() => ModelFolder.PathOf(_models.Path, version));

    [Fact]
    public void DeleteOld_ServingVersion_StaysWhateverItsAge()
    {
        var versions = Enumerable.Range(1, 5).Select(_ => Train()).ToArray();

        var deleted = ModelFolder.DeleteOld(_models.Path, 2, [versions[0]]);

        Assert.Equal([versions[1], versions[2], versions[3]], deleted);
        Assert.Equal([versions[0], versions[4]], ModelFolder.ListVersions(_models.Path));
        Assert.Equal(2, Directory.GetFileSystemEntries(_models.Path).Length);
    }

    [Fact]
    public void DeleteAbandoned_ATrainingUnderWay_KeepsItsFolder()
    {
        using var writer = new ModelFolderWriter(_models.Path);
        writer.WriteText("manifest.json", "{}");
        Directory.CreateDirectory(_models[".training-broken-off"]);

        Assert.Equal([".training-broken-off"], ModelFolder.DeleteAbandoned(_models.Path));
        Assert.True(Directory.Exists(writer.Folder));
        Assert.Empty(ModelFolder.ListVersions(_models.Path));
    }

    [Fact]
    public void Verify_AWholeModel_GivesItsManifest()
    {
        var version = Train();

        Assert.Equal(version, ModelFolder.Verify(_models.Path, version).Version);
    }

    [Fact]
    public void Load_AModelCutShort_NamesFileAndReason()
    {
        var path = _models[Train(), "model.bin"];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        AssertRefused(Path.GetDirectoryName(path)!, path, "truncated");
    }

    [Fact]
    public void Load_AModelWithAnyByteChanged_IsRefused()
    {
        var path = _models[Train(), "model.bin"];
        var whole = File.ReadAllBytes(path);
        for (var position = 0; position < whole.Length; position += Math.Max(1, whole.Length / 97))
        {
            var damaged = whole.ToArray();
            damaged[position] ^= 0x40;
            File.WriteAllBytes(path, damaged);
            AssertRefused(Path.GetDirectoryName(path)!, path, "SHA-256 differs");
        }
    }

    [Fact]
    public void Load_NoModelFile_SaysThatTheManifestListsIt()
    {
        var path = _models[Train(), "model.bin"];
        File.Delete(path);

        AssertRefused(Path.GetDirectoryName(path)!, path, "not there");
    }

    [Fact]
    public void Load_NoManifest_SaysThatTheModelIsNotComplete()
    {
        Directory.CreateDirectory(_models["20260102T030405Z-0000000a"]);

        AssertRefused(_models["20260102T030405Z-0000000a"], "manifest.json", "no complete model");
    }

    [Theory]
    [InlineData("", "not the JSON of a manifest")]
    [InlineData("[]", "no format_version")]
    [InlineData("{\"format_version\":2}", "has format 2, and this program reads format 1")]
    [InlineData("{\"format_version\":1}", "not the JSON of a manifest")]
    [InlineData("{\"format_version\":1,\"version\":null}", "not the JSON of a manifest")]
    public void Load_ABrokenManifest_NamesTheReason(string json, string reason)
    {
        var folder = _models[Train()];
        File.WriteAllText(Path.Combine(folder, "manifest.json"), json);

        AssertRefused(folder, "manifest.json", reason);
    }

    [Fact]
    public void Load_AManifestThatListsAFileOutside_IsRefused()
    {
        var folder = _models[Train()];
        var manifest = ModelManifest.Read(folder);
        var outside = manifest with { Files = [.. manifest.Files, new ManifestFile("../outside", 0, "")] };
        File.WriteAllText(Path.Combine(folder, "manifest.json"), outside.ToJson());

        AssertRefused(folder, "outside", "not there");
    }

    [Fact]
    public void Read_AWrittenManifest_GivesTheSame()
    {
        var folder = _models[Train()];
        var manifest = ModelManifest.Read(folder);

        Assert.Equal(File.ReadAllText(Path.Combine(folder, "manifest.json")), manifest.ToJson());
        Assert.Contains("\"holdout_fraction\": 0.1", manifest.ToJson(), StringComparison.Ordinal);
        Assert.Equal(manifest.Holdout!.Metrics["blend"], manifest.MetricsOf("blend"));
        Assert.Empty(manifest.MetricsOf("unheard_of"));
    }

    private static void AssertRefused(string folder, string file, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => TrainedModel.Load(folder));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<InvalidDataException>(() => RankingEngine.Load(folder, [])).Message);
    }

    private string Train() => TrainingPipeline.Train(
        Shops.BuildTwoTastes(), new TrainingOptions(), _models.Path, _time, null, false, TestContext.Current.CancellationToken).Version;
}
