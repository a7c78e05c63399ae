using System.Collections.Immutable;

namespace BookRecs.Recommender.Data.Writing;

/// <summary>
/// Writes <c>books.csv[.gz]</c>: item_id,title,authors,series,genres,description,language,year,publisher,work_id,price,available.
/// Lists are joined with ';', and a ';' within an entry becomes a ','. The volume is not written: readers take it from the title.
/// Dispose to finish the file.
/// </summary>
public sealed class CanonicalBookWriter : IDisposable
{
    private readonly CsvRecordWriter _records;

    /// <summary>Creates the file, gzip when its name ends in .gz, or replaces the one that is there.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public CanonicalBookWriter(string path)
    {
        _records = new CsvRecordWriter(path);
        _records.Header("item_id,title,authors,series,genres,description,language,year,publisher,work_id,price,available");
    }

    /// <summary>Rows written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one row.</summary>
    public void Write(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        _records.Text(book.ItemId);
        _records.Text(book.Title);
        _records.Text(Join(book.Authors));
        _records.Text(Join(book.Series));
        _records.Text(Join(book.Genres));
        _records.Text(book.Description);
        _records.Text(book.Language);
        _records.Number(book.Year);
        _records.Text(book.Publisher);
        _records.Text(book.WorkId);
        _records.Number(book.Price);
        _records.Flag(book.Available);
        _records.EndRecord();
        Count++;
    }

    /// <summary>Finishes and closes the file.</summary>
    public void Dispose() => _records.Dispose();

    private static string Join(ImmutableArray<string> entries) =>
        string.Join(';', entries.Select(entry => entry.Replace(';', ',')));
}
