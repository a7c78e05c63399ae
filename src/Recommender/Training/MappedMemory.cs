using System.Buffers;

namespace BookRecs.Recommender.Training;

/// <summary>A part of a mapped file as memory; keeps the mapping reachable while the memory is.</summary>
internal sealed unsafe class MappedMemory<T>(MappedFile file, long offset, int count) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan() => new(file.Start + offset, count);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)count, nameof(elementIndex));
        return new MemoryHandle((T*)(file.Start + offset) + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
