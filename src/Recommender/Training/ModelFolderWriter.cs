namespace BookRecs.Recommender.Training;

/// <summary>
/// Writes a model version so that it is there whole or not at all: into a folder beside the versions, everything flushed to the
/// disk, then renamed. A lock file that the writing process holds tells a folder under way from an abandoned one.
/// </summary>
internal sealed class ModelFolderWriter : IDisposable
{
    private readonly string _modelsPath;
    private readonly FileStream _lock;

    public ModelFolderWriter(string modelsPath)
    {
        _modelsPath = modelsPath;
        Directory.CreateDirectory(modelsPath);
        Folder = Path.Combine(modelsPath, ModelFolder.TemporaryPrefix + Guid.NewGuid().ToString("N"));
        _lock = new FileStream(
            Folder + ModelFolder.LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where the files of the model are written to.</summary>
    public string Folder { get; }

    /// <summary>Gives the folder its version's name. The files in it must have been flushed.</summary>
    /// <returns>False when there is such a version already; the folder then keeps its temporary name.</returns>
    public bool TryPublish(string version)
    {
        var target = ModelFolder.PathOf(_modelsPath, version);
        if (Directory.Exists(target))
            return false;
        DurableFolder.Flush(Folder);
        Directory.Move(Folder, target);
        DurableFolder.Flush(_modelsPath);
        return true;
    }

    /// <summary>Writes a text file and flushes it.</summary>
    public void WriteText(string name, string text)
    {
        using var stream = new FileStream(Path.Combine(Folder, name), FileMode.Create, FileAccess.Write, FileShare.None);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Deletes the folder unless it was published.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        _lock.Dispose();
    }
}
