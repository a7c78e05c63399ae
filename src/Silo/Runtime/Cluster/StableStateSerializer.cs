using BookRecs.Storage;
using Orleans.Storage;

namespace BookRecs.Silo.Runtime;

/// <summary>
/// Grain state as the local runtime writes it: JSON without type names. Orleans' own serializer writes the names of types and assemblies,
/// so that renaming a class would lose what it stored, and it cannot read immutable dictionaries back.
/// </summary>
internal sealed class StableStateSerializer : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => BinaryData.FromString(GrainStateJson.Write(input));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return GrainStateJson.Read<T>(input.ToString())!;
    }
}
