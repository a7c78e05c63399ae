namespace BookRecs.Cli.Tests.Support;

/// <summary>What a run of the command line left behind.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Out">All of stdout.</param>
/// <param name="Error">All of stderr.</param>
internal sealed record CommandLineResult(int Code, string Out, string Error);
