using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace BookRecs.Kafka;

/// <summary>Loads the system's librdkafka for Confluent.Kafka, whose package comes without one.</summary>
internal static class NativeLibrdkafka
{
    private const string Name = "librdkafka";
    private static readonly string[] SystemNames = ["librdkafka.so.1", "librdkafka.1.dylib"];

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "the library must be found whoever calls it first")]
    internal static void Initialize()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // Another assembly of the process has set the same resolver.
        }
    }

    private static IntPtr Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        // Confluent.Kafka also tries the names of builds that only its usual companion package holds.
        if (libraryName != Name)
            return IntPtr.Zero;
        foreach (var name in SystemNames)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return library;
        }

        return IntPtr.Zero;
    }
}
