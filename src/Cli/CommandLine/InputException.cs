namespace BookRecs.Cli.CommandLine;

/// <summary>The caller gave something that cannot be used; ends the process with <see cref="ExitCode.BadInput"/>.</summary>
/// <param name="message">One line naming the option, file or line, the value and the rule.</param>
internal sealed class InputException(string message) : Exception(message);
