using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace BookRecs.Storage.Sqlite;

/// <summary>Chooses the native SQLite: the bundled one, or the system's where that is newer.</summary>
internal static class NativeSqlite
{
    /// <summary>SQLite 3.35.5, the version in the bundle, as SQLite numbers its versions.</summary>
    internal const int BundledVersion = 3_035_005;

    private static readonly string[] SystemNames = ["libsqlite3.so.0", "libsqlite3.dylib"];
    private static readonly Lazy<string> LoadedVersion = new(Load);

    /// <summary>Loads the library once; later calls are free.</summary>
    /// <returns>The version of the library, such as "3.40.1".</returns>
    public static string EnsureLoaded() => LoadedVersion.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static IntPtr Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (var name in SystemNames)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            if (VersionOf(library) > BundledVersion)
                return library;
            NativeLibrary.Free(library);
        }

        return IntPtr.Zero;
    }

    private static unsafe int VersionOf(IntPtr library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var function)
            ? ((delegate* unmanaged[Cdecl]<int>)function)()
            : 0;
}
