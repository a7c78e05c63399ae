using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>The matrix of <c>bookrecs generate --shape matrix</c>, without the detour over its file.</summary>
internal static class MatrixData
{
    public static TrainingData Make(SyntheticMatrixOptions options)
    {
        var matrix = new SyntheticMatrix(options);
        var starts = new long[options.Users + 1];
        var columns = new int[options.Interactions];
        var user = 0;
        foreach (var row in matrix.Rows())
        {
            row.Span.CopyTo(columns.AsSpan((int)starts[user]));
            starts[++user] = starts[user - 1] + row.Length;
        }

        var values = new float[options.Interactions];
        values.AsSpan().Fill(1f);
        var dates = new long[options.Interactions];
        dates.AsSpan().Fill(TrainingData.NoDate);
        return new TrainingData(
            new Vocabulary([.. Enumerable.Range(0, options.Users).Select(matrix.UserId)]),
            new Vocabulary([.. Enumerable.Range(0, options.Items).Select(matrix.ItemId)]),
            new CsrMatrix(options.Items, starts, columns, values),
            dates,
            new Book?[options.Items]);
    }
}
