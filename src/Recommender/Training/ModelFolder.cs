using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace BookRecs.Recommender.Training;

/// <summary>
/// The folder that holds one folder for each model version. What is not named like a version is left alone and never taken for
/// a model, among it the folders of trainings under way or broken off.
/// </summary>
public static partial class ModelFolder
{
    internal const string TemporaryPrefix = ".training-";
    internal const string LockSuffix = ".lock";

    /// <summary>The versions in a models folder, the oldest first; none when the folder does not exist.</summary>
    public static IReadOnlyList<string> ListVersions(string modelsPath)
    {
        if (!Directory.Exists(modelsPath))
            return [];
        var versions = Directory.EnumerateDirectories(modelsPath).Select(folder => Path.GetFileName(folder)).Where(IsVersion).ToList();
        versions.Sort(StringComparer.Ordinal);
        return versions;
    }

    /// <summary>True when the text is shaped like the name of a model version.</summary>
    public static bool IsVersion([NotNullWhen(true)] string? version) => version is not null && VersionPattern().IsMatch(version);

    /// <summary>The folder of a version, whether or not it exists.</summary>
    /// <exception cref="ArgumentException">The text is not shaped like a version, so that it can never lead out of the folder.</exception>
    public static string PathOf(string modelsPath, string version) => IsVersion(version)
        ? Path.Combine(modelsPath, version)
        : throw new ArgumentException(
            $"'{version}' is not the name of a model version, such as 20260102T030405Z-1a2b3c4d", nameof(version));

    /// <summary>Checks a version's manifest, checksums and structure as loading does.</summary>
    /// <exception cref="InvalidDataException">A file is missing, foreign, newer or damaged; the message names file and reason.</exception>
    public static ModelManifest Verify(string modelsPath, string version)
    {
        using var model = TrainedModel.Load(PathOf(modelsPath, version));
        return model.Manifest;
    }

    /// <summary>Deletes the oldest versions until no more than a number are left.</summary>
    /// <param name="modelsPath">The models folder.</param>
    /// <param name="keep">How many stay, at least 1.</param>
    /// <param name="protectedVersions">Versions that stay whatever their age, such as the one that serves; they count.</param>
    /// <returns>The deleted versions. One that cannot be deleted now, because it is in use, is left for the next time.</returns>
    public static IReadOnlyList<string> DeleteOld(string modelsPath, int keep, IReadOnlyCollection<string> protectedVersions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        ArgumentNullException.ThrowIfNull(protectedVersions);
        var versions = ListVersions(modelsPath);
        var surplus = versions.Count - keep;
        var deleted = new List<string>();
        foreach (var version in versions)
        {
            if (deleted.Count >= surplus)
                break;
            if (!protectedVersions.Contains(version) && TryDelete(modelsPath, version))
                deleted.Add(version);
        }

        return deleted;
    }

    /// <summary>Deletes what trainings that were broken off have left behind; one that is under way keeps its folder.</summary>
    /// <returns>The names of the deleted folders.</returns>
    public static IReadOnlyList<string> DeleteAbandoned(string modelsPath)
    {
        var deleted = new List<string>();
        if (!Directory.Exists(modelsPath))
            return deleted;
        var folders = Directory.GetDirectories(modelsPath, TemporaryPrefix + "*");
        var locks = Directory.GetFiles(modelsPath, TemporaryPrefix + "*" + LockSuffix).Select(file => file[..^LockSuffix.Length]);
        foreach (var folder in folders.Union(locks).Order(StringComparer.Ordinal))
        {
            if (TryDeleteAbandoned(folder))
                deleted.Add(Path.GetFileName(folder));
        }

        return deleted;
    }

    internal static string NameVersion(DateTimeOffset trainedAt, string sha256) =>
        string.Create(CultureInfo.InvariantCulture, $"{trainedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{sha256[..8]}");

    internal static string HashFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Reads a version's manifest and compares the files with it.</summary>
    /// <exception cref="InvalidDataException">
    /// The manifest or a file is missing, foreign or damaged; the message names file and reason.
    /// </exception>
    internal static ModelManifest ReadVerified(string folder)
    {
        // Hashed while the manifest is read that tells what to expect; where it cannot be read, nobody asks for the hash.
        var modelFile = Path.Combine(folder, TrainedModel.FileName);
        var hash = Task.Run(() => HashFile(modelFile));
        var manifest = ModelManifest.Read(folder);
        if (!manifest.Files.Any(static file => file.Name == TrainedModel.FileName))
            throw Refuse(Path.Combine(folder, ModelManifest.FileName), $"it does not list {TrainedModel.FileName}");
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(folder, file.Name);
            var info = new FileInfo(path);
            if (Path.GetFileName(file.Name) != file.Name || !info.Exists)
                throw Refuse(path, "the manifest lists it, but it is not there");
            if (info.Length != file.Bytes)
                throw Refuse(path, $"it has {info.Length} bytes where the manifest says {file.Bytes}: it is truncated or foreign");
            if ((path == modelFile ? hash.GetAwaiter().GetResult() : HashFile(path)) != file.Sha256)
                throw Refuse(path, "its SHA-256 differs from the manifest's: it is damaged or foreign");
        }

        return manifest;
    }

    private static InvalidDataException Refuse(string path, string reason) => new($"model file '{path}' is refused: {reason}");

    private static bool TryDelete(string modelsPath, string version)
    {
        // Renamed first, so that a deletion cut short leaves nothing that looks like a model.
        var doomed = Path.Combine(modelsPath, $"{TemporaryPrefix}deleted-{version}");
        try
        {
            Directory.Move(PathOf(modelsPath, version), doomed);
            Directory.Delete(doomed, recursive: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryDeleteAbandoned(string folder)
    {
        try
        {
            using var held = new FileStream(
                folder + LockSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A\d{8}T\d{6}Z-[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
