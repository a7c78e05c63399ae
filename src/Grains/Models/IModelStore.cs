using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Models;

/// <summary>The models' folders.</summary>
public interface IModelStore
{
    /// <summary>Opens a model together with the books of the catalogue.</summary>
    /// <exception cref="InvalidDataException">A file is missing, damaged or not ours; the message names it.</exception>
    IServingModel Load(string version);

    /// <summary>Checks that a model could be opened.</summary>
    /// <exception cref="InvalidDataException">A file is missing, damaged or not ours; the message names it.</exception>
    void Verify(string version);

    /// <summary>The versions that have a folder, the oldest first.</summary>
    IReadOnlyList<string> ListVersions();

    /// <summary>What the manifest of a version says, for the registry.</summary>
    /// <exception cref="InvalidDataException">There is no manifest or it is not ours; the message names it.</exception>
    ModelEntry Describe(string version);

    /// <summary>
    /// Makes a model that was written to this machine's folder available to every silo; once more does no harm. Nothing is to be done
    /// where all silos share the folder.
    /// </summary>
    /// <exception cref="IOException">It cannot be made available now.</exception>
    /// <exception cref="InvalidDataException">A file is missing, damaged or not ours; the message names it.</exception>
    void Publish(string version)
    {
    }

    /// <summary>Deletes the folders of versions; one that cannot be deleted now is left.</summary>
    void Delete(IReadOnlyCollection<string> versions);
}
