namespace BookRecs.Recommender.Training;

/// <summary>A file of a model folder.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits as sha256sum prints them.</param>
public sealed record ManifestFile(string Name, long Bytes, string Sha256);
