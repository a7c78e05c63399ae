using System.Runtime.InteropServices;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Candidates;

/// <summary>An artifact that never touches a disk: sections as bytes, checked for their type like the real one.</summary>
public sealed class MemoryArtifact : ArtifactWriter
{
    private readonly Dictionary<string, (Type Type, Array Values)> _sections = new(StringComparer.Ordinal);

    public override void Write<T>(string section, ReadOnlySpan<T> values) => _sections.Add(section, (typeof(T), values.ToArray()));

    public override void WriteStrings(string section, IReadOnlyList<string> values) =>
        _sections.Add(section, (typeof(string), values.ToArray()));

    public void Replace<T>(string section, T[] values) => _sections[section] = (typeof(T), values);

    public void Remove(string section) => _sections.Remove(section);

    public ArtifactReader OpenReader() => new Reader(this);

    /// <summary>All sections as text, to compare two artifacts bit for bit.</summary>
    public string Dump() => string.Join('\n', _sections
        .OrderBy(section => section.Key, StringComparer.Ordinal)
        .Select(section => $"{section.Key}: {Hex(section.Value.Type, section.Value.Values)}"));

    private static string Hex(Type type, Array values) => type == typeof(string)
        ? string.Join(',', (string[])values)
        : Convert.ToHexString(MemoryMarshal.CreateReadOnlySpan(
            ref MemoryMarshal.GetArrayDataReference(values), Buffer.ByteLength(values)));

    private sealed class Reader(MemoryArtifact artifact) : ArtifactReader
    {
        public override bool Has(string section) => artifact._sections.ContainsKey(section);

        public override ReadOnlyMemory<T> Read<T>(string section) => (T[])Find(section, typeof(T));

        public override string[] ReadStrings(string section) => (string[])Find(section, typeof(string));

        public override void Dispose()
        {
        }

        private Array Find(string section, Type type) =>
            artifact._sections.TryGetValue(section, out var found) && found.Type == type
                ? found.Values
                : throw new InvalidDataException($"memory: no section {section} of {type.Name}");
    }
}
