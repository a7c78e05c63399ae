using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// How a score came about: a sum over the history does not tell whether many items of it argue for a candidate or one does. For each source
/// that is a matrix over the items: how many items of the history argue for the candidate, and the strongest argument, in multiples of a
/// usual score.
/// </summary>
internal sealed class SupportFeatures(ScoreColumns columns)
{
    /// <summary>The group of the features, and the prefix of their names.</summary>
    public const string Group = "support";

    private const int PerSource = 2;

    private readonly (int Column, CsrMatrix[] Matrices)[] _sources = [.. columns.Arguments];

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. columns.Arguments.SelectMany(source => new[] { $"{Group}.{columns.Names[source.Column]}", $"{Group}.{columns.Names[source.Column]}.strongest" }),
    ];

    /// <summary>Fills the features of what the pre-ranker kept.</summary>
    /// <param name="history">The user's history.</param>
    /// <param name="usual">What is usual of each score column.</param>
    /// <param name="first">Where in a row the features begin.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="scratch">Holds the rows.</param>
    public void Fill(ReadOnlySpan<HistoryItem> history, float[] usual, int first, int width, EngineScratch scratch)
    {
        for (var place = 0; place < scratch.KeptCount; place++)
        {
            scratch.KeptPlaces[scratch.Pool[scratch.Kept[place].Item]] = place + 1;
            scratch.Rows.AsSpan((place * width) + first, Names.Count).Clear();
        }

        for (var source = 0; source < _sources.Length; source++)
        {
            var (column, matrices) = _sources[source];
            var rows = scratch.Rows.AsSpan(first + (source * PerSource));
            foreach (var matrix in matrices)
            {
                foreach (var (item, weight, _) in history)
                    AddArguments(matrix, item, weight / usual[column], scratch.KeptPlaces, rows, width);
            }
        }

        for (var place = 0; place < scratch.KeptCount; place++)
            scratch.KeptPlaces[scratch.Pool[scratch.Kept[place].Item]] = 0;
    }

    private static void AddArguments(CsrMatrix matrix, int item, float factor, int[] keptPlaces, Span<float> rows, int width)
    {
        var items = matrix.RowColumns(item);
        var values = matrix.RowValues(item);
        for (var entry = 0; entry < items.Length; entry++)
        {
            var place = keptPlaces[items[entry]];
            if (place == 0 || values[entry] <= 0f)
                continue;
            var row = (place - 1) * width;
            rows[row]++;
            rows[row + 1] = Math.Max(rows[row + 1], factor * values[entry]);
        }
    }
}
