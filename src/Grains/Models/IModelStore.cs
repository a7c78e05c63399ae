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

    /// <summary>Deletes old folders until as many are left as the settings keep.</summary>
    /// <param name="protectedVersions">Versions that stay whatever their age.</param>
    void DeleteOld(IReadOnlyCollection<string> protectedVersions);
}
