using System.Runtime.InteropServices;
using BookRecs.Recommender.Training;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Training;

public sealed class ArtifactFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EverySection_GivesWhatWasWritten()
    {
        var path = WriteSample();

        using var reader = ArtifactFileReader.Open(path);

        Assert.Equal([1, -2, int.MaxValue], reader.Read<int>("numbers").ToArray());
        Assert.Equal([0.5f, float.NaN, float.NegativeInfinity], reader.Read<float>("scores").ToArray());
        Assert.Equal([long.MinValue, 7], reader.Read<long>("dates").ToArray());
        Assert.Equal([(byte)9], reader.Read<byte>("flags").ToArray());
        Assert.Equal(["", "Ünïcode 📚", "a\nb"], reader.ReadStrings("names"));
        Assert.Empty(reader.Read<double>("nothing").ToArray());
        Assert.Empty(reader.ReadStrings("no_names"));
    }

    [Fact]
    public void Write_EverySection_BeginsAtAMultipleOf64Bytes()
    {
        var bytes = File.ReadAllBytes(WriteSample()).AsSpan();

        Assert.Equal(128, bytes.IndexOf(MemoryMarshal.AsBytes<int>([1, -2, int.MaxValue])));
        Assert.Equal(192, bytes.IndexOf(MemoryMarshal.AsBytes<float>([0.5f, float.NaN, float.NegativeInfinity])));
        Assert.Equal(256, bytes.IndexOf(MemoryMarshal.AsBytes<long>([long.MinValue, 7])));
    }

    [Fact]
    public void Write_TheSameSections_GivesTheSameBytes() =>
        Assert.Equal(File.ReadAllBytes(WriteSample("a.bin")), File.ReadAllBytes(WriteSample("b.bin")));

    [Fact]
    public void Write_ASectionTwice_IsRefusedByName()
    {
        using var writer = new ArtifactFileWriter(_folder["model.bin"]);
        writer.Write<int>("numbers", [1]);

        var error = Assert.Throws<ArgumentException>(() => writer.Write<int>("numbers", [2]));

        Assert.Contains("numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AMissingSection_NamesFileAndSection()
    {
        var path = WriteSample();
        using var reader = ArtifactFileReader.Open(path);

        var error = Assert.Throws<InvalidDataException>(() => reader.Read<int>("other"));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ASectionOfAnotherType_NamesBothTypes()
    {
        using var reader = ArtifactFileReader.Open(WriteSample());

        var asFloats = Assert.Throws<InvalidDataException>(() => reader.Read<float>("numbers"));
        var asStrings = Assert.Throws<InvalidDataException>(() => reader.ReadStrings("numbers"));

        Assert.Contains("holds Int32, not Single", asFloats.Message, StringComparison.Ordinal);
        Assert.Contains("holds Int32, not strings", asStrings.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFileCutAtAnyPlace_IsRefused()
    {
        var whole = File.ReadAllBytes(WriteSample());
        for (var length = 0; length < whole.Length; length++)
            AssertRefused(whole[..length]);
    }

    [Fact]
    public void Open_AnyFlippedBitOfHeaderTableOrSection_IsRefused()
    {
        var whole = File.ReadAllBytes(WriteSample());
        var tableOffset = (int)BitConverter.ToInt64(whole, 24);

        // Only the zeros between two sections are not under a checksum of the file's own; the manifest's covers them.
        var positions = Enumerable.Range(0, whole.Length)
            .Where(place => place < 128 || place >= tableOffset || whole[place] != 0).ToArray();

        Prop.ForAll(Gen.Elements(positions).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (position, change) =>
        {
            var damaged = whole.ToArray();
            damaged[position] ^= (byte)change;
            AssertRefused(damaged);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Open_RandomBytesBehindTheMark_IsRefused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => AssertRefused([.. "BRMODEL\n"u8, 1, 0, 0, 0, .. bytes, .. new byte[128]]))
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Open_ANewerFormat_SaysWhichFormatIsRead()
    {
        var bytes = File.ReadAllBytes(WriteSample());
        bytes[8] = 2;

        Assert.Contains("has format 2, and this program reads format 1", AssertRefused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AForeignFile_SaysSo() =>
        Assert.Contains("does not begin with the mark", AssertRefused([.. Enumerable.Repeat((byte)'x', 500)]), StringComparison.Ordinal);

    [Fact]
    public void Open_AFileWhoseWritingWasCutShort_IsRefused()
    {
        var path = _folder["model.bin"];
        using (var writer = new ArtifactFileWriter(path))
            writer.Write<int>("numbers", Enumerable.Range(0, 1000).ToArray());

        Assert.Throws<InvalidDataException>(() => ArtifactFileReader.Open(path));
    }

    [Fact]
    public void Dispose_WhileSomebodyHoldsTheFile_KeepsItsMemoryReadable()
    {
        var reader = ArtifactFileReader.Open(WriteSample());
        var numbers = reader.Read<int>("numbers");
        Assert.True(reader.TryAcquire());

        reader.Dispose();
        reader.Dispose();

        Assert.Equal([1, -2, int.MaxValue], numbers.ToArray());
        reader.Release();
        Assert.False(reader.TryAcquire());
    }

    [Fact]
    public void Open_AFileDeletedLater_StaysReadable()
    {
        var path = WriteSample();
        using var reader = ArtifactFileReader.Open(path);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);

        Assert.Equal([1, -2, int.MaxValue], reader.Read<int>("numbers").ToArray());
    }

    private string AssertRefused(byte[] bytes)
    {
        var path = _folder["damaged.bin"];
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<InvalidDataException>(() => ArtifactFileReader.Open(path).Dispose());
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    private string WriteSample(string name = "model.bin")
    {
        var path = _folder[name];
        using var writer = new ArtifactFileWriter(path);
        writer.Write<int>("numbers", [1, -2, int.MaxValue]);
        writer.Write<float>("scores", [0.5f, float.NaN, float.NegativeInfinity]);
        writer.Write<long>("dates", [long.MinValue, 7]);
        writer.Write<byte>("flags", [9]);
        writer.WriteStrings("names", ["", "Ünïcode 📚", "a\nb"]);
        writer.Write<double>("nothing", []);
        writer.WriteStrings("no_names", []);
        writer.Complete();
        return path;
    }
}
