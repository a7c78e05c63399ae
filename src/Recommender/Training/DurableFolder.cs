using System.Runtime.InteropServices;

namespace BookRecs.Recommender.Training;

/// <summary>Brings the names in a folder to the disk, so that a rename survives a power cut.</summary>
internal static partial class DurableFolder
{
    /// <summary>Flushes the folder. Windows does this by itself and offers no call for it.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw new IOException($"folder '{folder}' cannot be opened to flush it: error {Marshal.GetLastPInvokeError()}");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"folder '{folder}' cannot be flushed to the disk: error {Marshal.GetLastPInvokeError()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
