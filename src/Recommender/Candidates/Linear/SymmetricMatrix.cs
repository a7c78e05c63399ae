using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>A dense symmetric matrix in single precision, row by row, padded with zeros to whole tiles.</summary>
internal sealed class SymmetricMatrix
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Tile = 32;

    /// <summary>The most rows: a matrix is one array.</summary>
    public const int MaxRows = 46_000;

    private readonly float[] _values;

    /// <param name="rows">Rows, at most <see cref="MaxRows"/>.</param>
    public SymmetricMatrix(int rows)
    {
        Rows = rows;
        Stride = StrideOf(rows);
        _values = new float[checked(Stride * Stride)];
    }

    /// <summary>Rows and columns without the padding.</summary>
    public int Rows { get; }

    /// <summary>Rows and columns with the padding, a multiple of <see cref="Tile"/>.</summary>
    public int Stride { get; }

    /// <summary>Tiles of a row.</summary>
    public int Tiles => Stride / Tile;

    /// <summary>The rows rounded up to whole tiles.</summary>
    public static int StrideOf(int rows) => (rows + Tile - 1) / Tile * Tile;

    /// <summary>A row with its padding.</summary>
    public Span<float> Row(int row) => _values.AsSpan(row * Stride, Stride);

    /// <summary>A place in the matrix, for kernels that stay within a tile.</summary>
    public ref float At(int row, int column) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_values), (nint)((row * Stride) + column));
}
