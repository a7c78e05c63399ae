using BookRecs.Cli.CommandLine;

namespace BookRecs.Cli.Output;

/// <summary>
/// Collects files beside their destination and moves them there all at once in the end, so that a verb that fails or is
/// stopped leaves neither a half-written file nor a mix of old and new.
/// </summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly DirectoryInfo _destination;
    private readonly bool _destinationWasThere;

    /// <summary>Makes the destination when it is not there, and the hidden folder within it that files wait in.</summary>
    /// <param name="destination">What <c>--out</c> names.</param>
    /// <exception cref="InputException">It cannot be written into.</exception>
    public StagedFolder(DirectoryInfo destination)
    {
        _destination = destination;
        _destinationWasThere = destination.Exists;
        StagingPath = Path.Combine(destination.FullName, $".unfinished-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(StagingPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--out is '{destination}'; it must be a folder that can be written: {error.Message}");
        }
    }

    /// <summary>The folder that files wait in.</summary>
    public string StagingPath { get; }

    /// <summary>Where to write a file now.</summary>
    /// <param name="relativePath">Where it will be in the destination.</param>
    public string PathOf(string relativePath)
    {
        var path = Path.Combine(StagingPath, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Moves the files to the destination, over those that are there.</summary>
    public void Commit()
    {
        foreach (var file in Directory.EnumerateFiles(StagingPath, "*", SearchOption.AllDirectories).ToArray())
        {
            var target = Path.Combine(_destination.FullName, Path.GetRelativePath(StagingPath, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        Directory.Delete(StagingPath, recursive: true);
        if (!_destinationWasThere && !_destination.EnumerateFileSystemInfos().Any())
            _destination.Delete();
    }
}
