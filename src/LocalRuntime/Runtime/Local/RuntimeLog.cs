using Microsoft.Extensions.Logging;

namespace Orleans.Runtime.Local;

/// <summary>The runtime's log messages; event ids 1000 to 1099. A grain is told by its type alone: its key can be the id of a person.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(1000, LogLevel.Information, "The local runtime started with {Classes} grain classes and {Interfaces} interfaces.")]
    internal static partial void Started(ILogger logger, int classes, int interfaces);

    [LoggerMessage(1001, LogLevel.Information, "The local runtime stops; {Activations} activations end.")]
    internal static partial void Stopping(ILogger logger, int activations);

    [LoggerMessage(1002, LogLevel.Warning, "The time to stop is over; {Activations} activations had not ended.")]
    internal static partial void StoppedEarly(ILogger logger, int activations);

    [LoggerMessage(1010, LogLevel.Error, "A {Grain} grain could not be activated; the calls that waited for it fail.")]
    internal static partial void ActivationFailed(ILogger logger, Exception error, GrainType grain);

    [LoggerMessage(1011, LogLevel.Debug, "A {Grain} grain ends: {Reason}.")]
    internal static partial void Deactivating(ILogger logger, GrainType grain, DeactivationReasonCode reason);

    [LoggerMessage(1012, LogLevel.Error, "A {Grain} grain failed while it was deactivated.")]
    internal static partial void DeactivationFailed(ILogger logger, Exception error, GrainType grain);

    [LoggerMessage(1013, LogLevel.Debug, "{Collected} idle activations end; {Activations} were in memory.")]
    internal static partial void Collected(ILogger logger, int collected, int activations);

    [LoggerMessage(1020, LogLevel.Error, "A timer of a {Grain} grain failed; it goes on.")]
    internal static partial void TimerFailed(ILogger logger, Exception error, GrainType grain);

    [LoggerMessage(1030, LogLevel.Warning, "{Method} of a {Grain} grain was refused: {Limit} calls wait in its mailbox.")]
    internal static partial void Refused(ILogger logger, string method, GrainType grain, int limit);

    [LoggerMessage(1031, LogLevel.Warning, "{Calls} calls got no answer within {Timeout}; the first was {Method} of a {Grain} grain.")]
    internal static partial void TimedOut(ILogger logger, int calls, TimeSpan timeout, string method, GrainType grain);

    [LoggerMessage(1040, LogLevel.Debug, "Observer {Observer} was dropped: it failed, or its subscription was not renewed in time.")]
    internal static partial void ObserverDropped(ILogger logger, Exception? error, string observer);
}
