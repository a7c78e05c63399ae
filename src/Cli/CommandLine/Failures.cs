using BookRecs.Client;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data.Reading;
using BookRecs.Storage;

namespace BookRecs.Cli.CommandLine;

/// <summary>Turns what went wrong into an exit code and one line for the reader of stderr.</summary>
internal static class Failures
{
    /// <summary>The exit code and the line, without a stack trace.</summary>
    public static (int Code, string Line) Describe(Exception exception) => exception switch
    {
        OperationCanceledException => (ExitCode.Stopped, "stopped; nothing was left half-done"),
        InputException or InvalidDataException or DataSetException => (ExitCode.BadInput, OneLine(exception.Message)),
        FileNotFoundException or DirectoryNotFoundException => (ExitCode.BadInput, OneLine(exception.Message)),
        // The store names a cause when it could not do its work; without one, the file itself is not what it must be.
        StorageException => (exception.InnerException is null ? ExitCode.BadInput : ExitCode.Failed, OneLine(exception.Message)),
        HttpRequestException or BookRecsException => (ExitCode.Failed, OneLine(exception.Message)),
        LogUnavailableException or IOException or UnauthorizedAccessException => (ExitCode.Failed, OneLine(exception.Message)),
        AggregateException { InnerExceptions: [var only] } => Describe(only),
        _ => (ExitCode.Failed, $"{exception.GetType().Name}: {OneLine(exception.Message)}"),
    };

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
