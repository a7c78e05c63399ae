namespace BookRecs.Frontend.Hosting;

/// <summary>What the front end logs. Event ids 6000 to 6099.</summary>
internal static partial class FrontendLog
{
    [LoggerMessage(6000, LogLevel.Error, "Request {RequestId} failed unexpectedly (trace {TraceId})")]
    public static partial void UnexpectedFailure(ILogger logger, Exception exception, string requestId, string traceId);

    [LoggerMessage(6001, LogLevel.Warning, "Grain call for {What} failed: {Error}; {Suppressed} similar ones were not logged before")]
    public static partial void GrainFailed(ILogger logger, Exception? exception, string what, string error, long suppressed);

    [LoggerMessage(6002, LogLevel.Warning, "Grain call for {What} passed its deadline; {Suppressed} similar ones were not logged before")]
    public static partial void GrainLate(ILogger logger, string what, long suppressed);
}
