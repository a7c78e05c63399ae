namespace BookRecs.Cli.Output;

/// <summary>What the total of a step counts.</summary>
internal enum ProgressUnit
{
    /// <summary>Rows of data.</summary>
    Rows,

    /// <summary>Bytes of a file as stored.</summary>
    Bytes,
}
