namespace BookRecs.Recommender.Data.Reading;

/// <summary>Tells the three layouts in which MovieLens was published apart, by the first line of the file.</summary>
internal static class MovieLensFiles
{
    public static RowReader<Interaction> OpenInteractions(ReadSession session, string path)
    {
        var first = FirstLine(session, path);
        if (IsCsv(first, "userId"u8))
            return new MovieLensCsvInteractionReader(session, path);
        if (first.IndexOf("::"u8) > 0)
            return new MovieLensLineInteractionReader(session, path, "::"u8);
        if (first.Contains((byte)'\t'))
            return new MovieLensLineInteractionReader(session, path, "\t"u8);
        throw new DataSetException(path, "line 1: is neither the header 'userId,movieId,rating,timestamp' nor a row with '::' or tabs");
    }

    public static RowReader<Book> OpenBooks(ReadSession session, string path)
    {
        var first = FirstLine(session, path);
        if (IsCsv(first, "movieId"u8))
            return new MovieLensCsvBookReader(session, path);
        if (first.IndexOf("::"u8) > 0)
            return new MovieLensLineBookReader(session, path, "::"u8);
        if (first.Contains((byte)'|'))
            return new MovieLensLineBookReader(session, path, "|"u8);
        throw new DataSetException(path, "line 1: is neither the header 'movieId,title,genres' nor a row with '::' or '|'");
    }

    private static bool IsCsv(ReadOnlySpan<byte> line, ReadOnlySpan<byte> column)
    {
        var at = line.IndexOf(column);
        return at >= 0 && line.Contains((byte)',');
    }

    private static ReadOnlySpan<byte> FirstLine(ReadSession session, string path)
    {
        using var file = new InputFile(path);
        var lines = new LineReader(new ByteWindow(file, 1 << 16, session.Options.CancellationToken));
        return lines.MoveNext() ? lines.Current : throw new DataSetException(path, "is empty");
    }
}
