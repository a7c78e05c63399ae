using System.CommandLine;
using System.CommandLine.Parsing;

namespace BookRecs.Cli.CommandLine;

/// <summary>Puts the parser's complaints into one line.</summary>
internal static class UsageErrors
{
    /// <summary>The first complaint about a command line that has one.</summary>
    public static string Describe(ParseResult parsed)
    {
        var verbs = string.Join(", ", parsed.RootCommandResult.Command.Subcommands.Select(command => command.Name));
        if (parsed.CommandResult.Command is RootCommand)
        {
            return parsed.UnmatchedTokens.Count > 0
                ? $"'{parsed.UnmatchedTokens[0]}' is not a verb; it must be one of {verbs}"
                : $"no verb given; it must be one of {verbs}";
        }

        // A value that an option refuses says more than the leftovers that follow from it.
        var error = parsed.Errors.FirstOrDefault(error => error.SymbolResult is ArgumentResult) ?? parsed.Errors[0];
        return error.Message.TrimEnd('.');
    }

    /// <summary>An error that names the option by hand, so that it reads the same for every option.</summary>
    public static void Refuse(ArgumentResult result, string rule)
    {
        var option = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{option} is '{string.Join(' ', result.Tokens)}'; {rule}");
    }
}
