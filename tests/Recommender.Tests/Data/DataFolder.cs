using System.IO.Compression;
using System.Text;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Recommender.Tests.Data;

/// <summary>A folder for one test, gone when the test ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("bookrecs-data-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    public static DataSetReader OpenInteractions(DataSetFormat format, string path, DataSetReaderOptions? options = null) =>
        DataSetReader.Open(format, new DataSetFiles { Interactions = [path] }, options);

    public static DataSetReader OpenBooks(DataSetFormat format, string path, DataSetReaderOptions? options = null) =>
        DataSetReader.Open(format, new DataSetFiles { Books = [path] }, options);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
