using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BookRecs.LocalRuntime.Tests.Support;

/// <summary>Keeps what is logged, each line with the error that it tells.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
}
