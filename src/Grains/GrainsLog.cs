using Microsoft.Extensions.Logging;

namespace BookRecs.Grains;

/// <summary>Every log message of the project; event ids 2000 to 2099. None carries ids of users or of their items.</summary>
internal static partial class GrainsLog
{
    [LoggerMessage(2000, LogLevel.Information, "Model {Version} serves")]
    public static partial void ModelLoaded(ILogger logger, string version);

    [LoggerMessage(2001, LogLevel.Error, "Model {Version} cannot be loaded, so {Present} goes on serving: {Reason}")]
    public static partial void ModelNotLoaded(ILogger logger, string version, string present, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "Registry or catalogue could not be asked for news; the next try follows: {Reason}")]
    public static partial void CheckFailed(ILogger logger, string reason);

    [LoggerMessage(2003, LogLevel.Information, "Model {Version}: {Decision}")]
    public static partial void ModelJudged(ILogger logger, string version, string decision);

    [LoggerMessage(2004, LogLevel.Information, "Training {TrainingId} ({Reason}) begins")]
    public static partial void TrainingBegins(ILogger logger, string trainingId, string reason);

    [LoggerMessage(2005, LogLevel.Information, "Training {TrainingId} made model {Version} in {Seconds:0.0} s")]
    public static partial void TrainingSucceeded(ILogger logger, string trainingId, string version, double seconds);

    [LoggerMessage(2006, LogLevel.Error, "Training {TrainingId} failed")]
    public static partial void TrainingFailed(ILogger logger, string trainingId, Exception error);

    [LoggerMessage(2008, LogLevel.Warning, "A user's state is built from the log again after an error: {Reason}")]
    public static partial void UserReset(ILogger logger, string reason);

    [LoggerMessage(2009, LogLevel.Warning, "A silo did not load model {Version} in time; its own check will: {Reason}")]
    public static partial void SiloNotTold(ILogger logger, string version, string reason);

    [LoggerMessage(2010, LogLevel.Warning, "Progress of training {TrainingId} could not be reported: {Reason}")]
    public static partial void ProgressNotReported(ILogger logger, string trainingId, string reason);

    [LoggerMessage(2011, LogLevel.Error, "A training could not be asked for: {Reason}")]
    public static partial void TrainingNotRequested(ILogger logger, string reason);

    [LoggerMessage(2013, LogLevel.Warning, "Lists were not made anew ahead of time for model {Version}: {Reason}")]
    public static partial void RefreshGivenUp(ILogger logger, string version, string reason);

    [LoggerMessage(2014, LogLevel.Error, "That model {Version} serves could not be told on the topic: {Reason}")]
    public static partial void UpdateNotPublished(ILogger logger, string version, string reason);

    [LoggerMessage(2015, LogLevel.Debug, "Lists hold {Count} changed books, up to revision {Revision} of the catalogue, after {Milliseconds:0} ms")]
    public static partial void BooksTakenIn(ILogger logger, int count, long revision, double milliseconds);

    [LoggerMessage(
        2016,
        LogLevel.Warning,
        "Model {Version}: who acts on a popular book acts on books with a like record only {Lift:0.00} times as often as by chance, so content can find little")]
    public static partial void RecordsTellLittle(ILogger logger, string version, double lift);

    [LoggerMessage(2012, LogLevel.Warning, "Model folder {Version} is left alone: {Reason}")]
    public static partial void FolderIgnored(ILogger logger, string version, string reason);
}
