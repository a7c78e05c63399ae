using System.Runtime.InteropServices;
using BookRecs.Recommender.Candidates.Latent;

namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>
/// Inverts a symmetric positive definite matrix in place by sweeping one block of rows after the other (Goodnight, "A tutorial on the
/// SWEEP operator", The American Statistician 1979): as many operations as a Cholesky factorisation and the inverse from it, nearly all
/// of them in one product of panels.
/// </summary>
/// <remarks>
/// Only tiles on and above the diagonal are computed. Every sum runs over the rows of a block in their order with fused multiply-add, so
/// neither threads nor the processor's vector width change a bit. Holds 1 KB a row of the matrix beside it.
/// </remarks>
internal sealed class SymmetricInverse
{
    private const int Tile = SymmetricMatrix.Tile;
    private const int TileRows = 8;
    private const int BlockRows = 128;
    private const int TilesPerTask = 4;

    private readonly SymmetricMatrix _matrix;
    private readonly PivotBlock _pivot;
    private readonly ParallelOptions _parallel;

    /// <summary>
    /// The rows of the pivot block, one tile of columns after the other, and the same multiplied by its negative inverse.
    /// </summary>
    private readonly float[] _panel;
    private readonly float[] _product;

    private SymmetricInverse(SymmetricMatrix matrix, double smallestPivot, ParallelOptions parallel)
    {
        _matrix = matrix;
        _parallel = parallel;
        _pivot = new PivotBlock(BlockRows, smallestPivot);
        _panel = new float[BlockRows * matrix.Stride];
        _product = new float[BlockRows * matrix.Stride];
    }

    /// <summary>Replaces a matrix by its inverse.</summary>
    /// <param name="matrix">Positive definite, all places filled.</param>
    /// <param name="smallestEigenvalue">What no eigenvalue is below, above 0: pivots that rounding took below are lifted to it.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work; the matrix is then of no use.</param>
    public static void Invert(SymmetricMatrix matrix, double smallestEigenvalue, int threads, CancellationToken cancellationToken)
    {
        for (var row = matrix.Rows; row < matrix.Stride; row++)
            matrix.At(row, row) = 1f;
        var work = new SymmetricInverse(
            matrix,
            smallestEigenvalue,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken });
        for (var first = 0; first < matrix.Stride; first += BlockRows)
            work.Sweep(first, Math.Min(BlockRows, matrix.Stride - first));
        work.NegateAndMirror();
    }

    /// <summary>
    /// With D the pivot block and C its rows: the block becomes −D⁻¹, its rows D⁻¹·C, and all else loses Cᵀ·D⁻¹·C.
    /// </summary>
    private void Sweep(int first, int rows)
    {
        _pivot.Invert(_matrix, first, rows);
        var (pivotTile, pivotTiles) = (first / Tile, rows / Tile);
        Parallel.For(0, _matrix.Tiles, _parallel, tile =>
        {
            if (tile < pivotTile || tile >= pivotTile + pivotTiles)
                Multiply(tile, first, rows);
        });
        Parallel.For(0, (_matrix.Tiles + TilesPerTask - 1) / TilesPerTask, _parallel, task =>
        {
            var firstTile = task * TilesPerTask;
            var tiles = Math.Min(TilesPerTask, _matrix.Tiles - firstTile);
            for (var column = firstTile; column < _matrix.Tiles; column++)
            {
                for (var row = firstTile; row < firstTile + tiles && row <= column; row++)
                {
                    if (!IsPivot(row) && !IsPivot(column))
                        AddTile(row, column, rows);
                }
            }
        });
        Parallel.For(0, _matrix.Tiles, _parallel, tile =>
        {
            if (!IsPivot(tile))
                Replace(tile, first, rows);
        });
        _pivot.CopyTo(_matrix, first, rows);

        bool IsPivot(int tile) => tile >= pivotTile && tile < pivotTile + pivotTiles;
    }

    /// <summary>Packs the rows of the pivot block over one tile of columns and multiplies them by −D⁻¹.</summary>
    private void Multiply(int tile, int first, int rows)
    {
        var panel = PanelOf(_panel, tile);
        if (tile * Tile > first)
        {
            for (var row = 0; row < rows; row++)
                _matrix.Row(first + row).Slice(tile * Tile, Tile).CopyTo(panel.Slice(row * Tile, Tile));
        }
        else
        {
            for (var column = 0; column < Tile; column++)
            {
                var source = _matrix.Row((tile * Tile) + column).Slice(first, rows);
                for (var row = 0; row < rows; row++)
                    panel[(row * Tile) + column] = source[row];
            }
        }

        var product = PanelOf(_product, tile);
        product.Clear();
        for (var row = 0; row < rows; row += TileRows)
        {
            GramMatrix.AddTile(
                ref _pivot.Column(row), ref MemoryMarshal.GetReference(panel), BlockRows, Tile, rows, ref product[row * Tile], Tile);
        }
    }

    private void AddTile(int row, int column, int rows)
    {
        var left = PanelOf(_panel, row);
        ref var right = ref MemoryMarshal.GetReference(PanelOf(_product, column));
        for (var part = 0; part < Tile; part += TileRows)
        {
            GramMatrix.AddTile(
                ref left[part], ref right, Tile, Tile, rows, ref _matrix.At((row * Tile) + part, column * Tile), _matrix.Stride);
        }
    }

    private void Replace(int tile, int first, int rows)
    {
        var product = PanelOf(_product, tile);
        if (tile * Tile > first)
        {
            for (var row = 0; row < rows; row++)
            {
                var target = _matrix.Row(first + row).Slice(tile * Tile, Tile);
                for (var column = 0; column < Tile; column++)
                    target[column] = -product[(row * Tile) + column];
            }
        }
        else
        {
            for (var column = 0; column < Tile; column++)
            {
                var target = _matrix.Row((tile * Tile) + column).Slice(first, rows);
                for (var row = 0; row < rows; row++)
                    target[row] = -product[(row * Tile) + column];
            }
        }
    }

    private void NegateAndMirror() => Parallel.For(0, _matrix.Tiles, _parallel, tile =>
    {
        for (var row = tile * Tile; row < (tile + 1) * Tile; row++)
        {
            var values = _matrix.Row(row)[(tile * Tile)..];
            for (var column = 0; column < values.Length; column++)
                values[column] = -values[column];
        }

        for (var column = tile * Tile; column < _matrix.Stride; column++)
        {
            var target = _matrix.Row(column).Slice(tile * Tile, Math.Min(Tile, column - (tile * Tile)));
            for (var row = 0; row < target.Length; row++)
                target[row] = _matrix.At((tile * Tile) + row, column);
        }
    });

    private static Span<float> PanelOf(float[] panels, int tile) => panels.AsSpan(tile * Tile * BlockRows, Tile * BlockRows);
}
