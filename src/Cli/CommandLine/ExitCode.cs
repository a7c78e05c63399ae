namespace BookRecs.Cli.CommandLine;

/// <summary>What the process answers to its caller. Scripts rely on the numbers: never change one.</summary>
internal static class ExitCode
{
    /// <summary>The verb did all of its work.</summary>
    public const int Success = 0;

    /// <summary>The verb could not finish: disk full, a locked database, a failed training.</summary>
    public const int Failed = 1;

    /// <summary>
    /// The command line or an input file is not as it must be. Nothing was changed, except by an import that found a file damaged or cut
    /// short in its middle, or one whose rows are all rejected beside others: the batches that were committed before stay.
    /// </summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells report it (128 + SIGINT).</summary>
    public const int Stopped = 130;
}
