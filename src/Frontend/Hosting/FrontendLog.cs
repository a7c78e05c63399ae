namespace BookRecs.Frontend.Hosting;

/// <summary>What the front end logs. Event ids 4000 to 4099.</summary>
internal static partial class FrontendLog
{
    [LoggerMessage(4000, LogLevel.Error, "Request {RequestId} failed unexpectedly (trace {TraceId})")]
    public static partial void UnexpectedFailure(ILogger logger, Exception exception, string requestId, string traceId);

    [LoggerMessage(4001, LogLevel.Warning, "Grain call for {What} failed; {Suppressed} similar failures were not logged before this one")]
    public static partial void GrainFailed(ILogger logger, Exception exception, string what, long suppressed);

    [LoggerMessage(4002, LogLevel.Warning, "Grain call for {What} passed its deadline; {Suppressed} similar delays were not logged before this one")]
    public static partial void GrainLate(ILogger logger, string what, long suppressed);
}
