using System.IO.Compression;
using System.Text;

namespace BookRecs.Cli.Tests.Support;

/// <summary>A folder for the files of one test, gone after it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bookrecs-cli-").FullName;

    /// <summary>A path within the folder.</summary>
    public string this[string name] => Path.Combine(_root, name);

    /// <summary>The paths of all files, relative and sorted.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes lines to a file, compressed when its name says so.</summary>
    /// <returns>The file's path.</returns>
    public string Write(string name, params IEnumerable<string> lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.WriteAllBytes(this[name], bytes);
            return this[name];
        }

        using var gzip = new GZipStream(File.Create(this[name]), CompressionLevel.Fastest);
        gzip.Write(bytes);
        return this[name];
    }

    /// <summary>The lines of a file, of the text within when it is compressed.</summary>
    public IReadOnlyList<string> Lines(string name)
    {
        using Stream file = File.OpenRead(this[name]);
        var isGzip = name.EndsWith(".gz", StringComparison.Ordinal);
        using var text = new StreamReader(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
