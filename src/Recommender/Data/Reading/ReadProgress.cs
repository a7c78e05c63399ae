namespace BookRecs.Recommender.Data.Reading;

/// <summary>How far the reading of one file has come.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="BytesRead">Bytes of the file, still compressed where it is, that have been read.</param>
/// <param name="TotalBytes">Bytes of the file on disk.</param>
/// <param name="Rows">Rows read so far, rejected ones included.</param>
/// <param name="Rejected">Rows of the whole data set rejected so far.</param>
public readonly record struct ReadProgress(string File, long BytesRead, long TotalBytes, long Rows, long Rejected);
