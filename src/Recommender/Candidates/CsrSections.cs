using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>Stores a sparse matrix as four sections of an artifact.</summary>
internal static class CsrSections
{
    public static void Save(ArtifactWriter artifact, string name, CsrMatrix matrix)
    {
        artifact.Write($"{name}.shape", [matrix.RowCount, matrix.ColumnCount]);
        artifact.Write($"{name}.row_starts", matrix.RowStarts.Span);
        artifact.Write($"{name}.columns", matrix.Columns.Span);
        artifact.Write($"{name}.values", matrix.Values.Span);
    }

    /// <exception cref="InvalidDataException">The sections do not make a matrix; the message names them.</exception>
    public static CsrMatrix Load(ArtifactReader artifact, string name)
    {
        var shape = artifact.Read<int>($"{name}.shape").Span;
        var starts = artifact.Read<long>($"{name}.row_starts");
        var columns = artifact.Read<int>($"{name}.columns");
        if (shape.Length != 2 || starts.Length != shape[0] + 1L)
            throw new InvalidDataException($"{name}.row_starts has {starts.Length} entries, which does not fit {name}.shape");
        try
        {
            return new CsrMatrix(shape[1], starts, columns, artifact.Read<float>($"{name}.values"));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"the sections of {name} do not fit each other: {exception.Message}", exception);
        }
    }
}
