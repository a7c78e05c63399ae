namespace BookRecs.Cli.Reading;

/// <summary>Where a path leads: two paths to the same file are the same text here, also through links.</summary>
internal static class RealPath
{
    // As many as Linux follows; more are a circle.
    private const int MaxLinks = 40;

    private static readonly StringComparer Names = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Whether both paths lead to the same file, which need not be there.</summary>
    public static bool AreSame(string one, string other) => Names.Equals(Of(one), Of(other));

    /// <summary>The full path without a link in it; the file need not be there.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MaxLinks; links++)
        {
            if (WithoutFirstLink(full) is not { } next)
                return full;
            full = next;
        }

        return full;
    }

    /// <summary>The path that the first link in it leads to; null when there is none.</summary>
    private static string? WithoutFirstLink(string full)
    {
        var root = Path.GetPathRoot(full)!;
        var parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var folder = root;
        for (var place = 0; place < parts.Length; place++)
        {
            var path = Path.Combine(folder, parts[place]);
            if (new FileInfo(path).LinkTarget is { } target)
                return Path.GetFullPath(Path.Combine([folder, target, .. parts[(place + 1)..]]));
            folder = path;
        }

        return null;
    }
}
