namespace BookRecs.Recommender.Training;

/// <summary>Reads the named sections of a model.bin in place; the memory it hands out is valid until it is disposed.</summary>
public abstract class ArtifactReader : IDisposable
{
    /// <summary>The numbers of a section, without a copy.</summary>
    /// <exception cref="InvalidDataException">It is missing or holds another type; the message names file and section.</exception>
    public abstract ReadOnlyMemory<T> Read<T>(string section)
        where T : unmanaged;

    /// <summary>The strings of a section.</summary>
    /// <exception cref="InvalidDataException">There is no such section or it holds numbers; the message names file and section.</exception>
    public abstract string[] ReadStrings(string section);

    /// <summary>Whether there is such a section: one that came later is not in older models.</summary>
    public abstract bool Has(string section);

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();
}
