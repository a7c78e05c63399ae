namespace BookRecs.Recommender.Training;

/// <summary>Writes the named sections of a model.bin.</summary>
public abstract class ArtifactWriter
{
    /// <summary>Writes an array of numbers as one section.</summary>
    /// <param name="section">Unique in the file, such as "item_to_item.columns".</param>
    /// <param name="values">The numbers, stored little-endian and aligned to 64 bytes.</param>
    public abstract void Write<T>(string section, ReadOnlySpan<T> values)
        where T : unmanaged;

    /// <summary>Writes strings as one section.</summary>
    /// <param name="section">Unique in the file.</param>
    /// <param name="values">The strings, stored as UTF-8.</param>
    public abstract void WriteStrings(string section, IReadOnlyList<string> values);
}
