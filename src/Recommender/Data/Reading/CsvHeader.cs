using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Where the columns of a separated file are, by the names in its first record.</summary>
internal sealed class CsvHeader
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _path;

    private CsvHeader(string path) => _path = path;

    public int Count { get; private set; }

    public static CsvHeader Read(string path, CsvRecordReader records, params ReadOnlySpan<string> required)
    {
        if (!records.TryRead())
            throw new DataSetException(path, $"is empty, its first line must name the columns {string.Join(", ", required)}");
        if (records.Problem is { } problem)
            throw new DataSetException(path, $"line {records.Line}: the header cannot be read ({problem})");
        var header = new CsvHeader(path) { Count = records.FieldCount };
        for (var column = 0; column < records.FieldCount; column++)
        {
            var name = Encoding.UTF8.GetString(records[column]).Trim();
            if (name.Length > 0 && !header._columns.TryAdd(name, column))
            {
                throw new DataSetException(
                    path, $"line {records.Line}: the column '{Excerpt.Of(name)}' is there twice, each name may be there once");
            }
        }

        foreach (var name in required)
            header.Require(name);
        return header;
    }

    /// <summary>The position of a column, or -1.</summary>
    public int Find(string name) => _columns.GetValueOrDefault(name, -1);

    /// <summary>The position of a column that must be there.</summary>
    public int Require(string name)
    {
        var column = Find(name);
        if (column >= 0)
            return column;
        var found = Excerpt.Of(string.Join(", ", _columns.Keys.Take(Excerpt.MaxChars)));
        throw new DataSetException(_path, $"line 1: the column '{name}' is missing, the header has {found}");
    }
}
