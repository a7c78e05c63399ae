namespace BookRecs.Recommender.Training;

/// <summary>One row of the section table of a model.bin.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Count">How many elements.</param>
/// <param name="Offset">Where it begins in the file, a multiple of 64.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">The hash of its bytes.</param>
internal sealed record ArtifactSection(string Name, ArtifactElementType Type, long Count, long Offset, long Bytes, byte[] Sha256);
