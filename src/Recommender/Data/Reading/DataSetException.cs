namespace BookRecs.Recommender.Data.Reading;

/// <summary>A data set cannot be read at all; the message names the file, the line or field, and the rule it breaks.</summary>
public sealed class DataSetException : Exception
{
    /// <summary>Reports a file that cannot be read.</summary>
    /// <param name="file">The file as the caller named it.</param>
    /// <param name="problem">What is wrong and what the rule is.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public DataSetException(string file, string problem, Exception? inner = null)
        : base($"{file}: {problem}", inner) => File = file;

    /// <summary>The file as the caller named it.</summary>
    public string File { get; }
}
