namespace BookRecs.Silo.Hosting;

/// <summary>Every log message of the project; event ids 5000 to 5099.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(5000, LogLevel.Error, "The start failed")]
    public static partial void StartFailed(ILogger logger, Exception error);

    [LoggerMessage(5001, LogLevel.Information, "None of {Silos} silos that were alive a moment ago answers; joining once their signs of life are old")]
    public static partial void WaitingForDeadSilos(ILogger logger, int silos);
}
