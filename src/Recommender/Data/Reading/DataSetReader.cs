namespace BookRecs.Recommender.Data.Reading;

/// <summary>
/// Reads a data set as streams: memory does not grow with the files, except for the optional files that resolve names. Every row
/// that is not taken over is in <see cref="Rejects"/>. The sequences can be read more than once, each time from the files; they
/// throw <see cref="DataSetException"/> when a file cannot be read. Not safe for use from several threads.
/// </summary>
public sealed class DataSetReader
{
    private readonly DataSetFormat _format;
    private readonly DataSetFiles _files;
    private readonly ReadSession _session;
    private GoodreadsNames? _names;

    private DataSetReader(DataSetFormat format, DataSetFiles files, DataSetReaderOptions options)
    {
        _format = format;
        _files = files;
        _session = new ReadSession(options);
    }

    /// <summary>The rows that were not taken over, or taken over after a repair, so far.</summary>
    public RejectsReport Rejects => _session.Rejects;

    /// <summary>Looks at the files and makes ready to read them.</summary>
    /// <param name="format">How the files are laid out.</param>
    /// <param name="files">The files; either list may be empty.</param>
    /// <param name="options">How to read; null takes the defaults.</param>
    /// <exception cref="DataSetException">A file cannot be opened, or a column that must be there is missing.</exception>
    /// <exception cref="ArgumentException">A file is given that the format does not have, or an option is out of range.</exception>
    public static DataSetReader Open(DataSetFormat format, DataSetFiles files, DataSetReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        options ??= new DataSetReaderOptions();
        options.Validate();
        if (format != DataSetFormat.Goodreads && (files.Authors ?? files.Series ?? files.Genres) is { } extra)
        {
            throw new ArgumentException(
                $"{extra}: files of authors, series and genres belong to the goodreads format alone", nameof(files));
        }

        var reader = new DataSetReader(format, files, options);
        foreach (var path in files.Interactions)
            reader.OpenInteractions(path).Dispose();
        foreach (var path in files.Books)
            reader.OpenBooks(path).Dispose();
        return reader;
    }

    /// <summary>The interactions of all files, in the order of the files.</summary>
    public IEnumerable<Interaction> Interactions() => Rows(_files.Interactions, OpenInteractions);

    /// <summary>The books of all files, in the order of the files.</summary>
    public IEnumerable<Book> Books() => Rows(_files.Books, OpenBooks);

    private static IEnumerable<T> Rows<T>(IEnumerable<string> paths, Func<string, RowReader<T>> open)
    {
        foreach (var path in paths)
        {
            using var reader = open(path);
            while (reader.TryRead(out var row))
                yield return row;
        }
    }

    private RowReader<Interaction> OpenInteractions(string path) => _format switch
    {
        DataSetFormat.Canonical => new CanonicalInteractionReader(_session, path),
        DataSetFormat.Goodreads => new GoodreadsInteractionReader(_session, path),
        DataSetFormat.BookCrossing => new BookCrossingInteractionReader(_session, path),
        DataSetFormat.MovieLens => MovieLensFiles.OpenInteractions(_session, path),
        _ => throw new ArgumentOutOfRangeException(nameof(path), _format, "unknown format"),
    };

    private RowReader<Book> OpenBooks(string path) => _format switch
    {
        DataSetFormat.Canonical => new CanonicalBookReader(_session, path),
        DataSetFormat.Goodreads => new GoodreadsBookReader(_session, path, _names ??= GoodreadsNames.Read(_session, _files)),
        DataSetFormat.BookCrossing => new BookCrossingBookReader(_session, path),
        DataSetFormat.MovieLens => MovieLensFiles.OpenBooks(_session, path),
        _ => throw new ArgumentOutOfRangeException(nameof(path), _format, "unknown format"),
    };
}
