using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BookRecs.Cli.CommandLine;

/// <summary>The usual help, followed by the verb's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Help answers even where the rest of the command line is wrong.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var verbs = command is VerbCommand verb ? [verb] : command.Subcommands.OfType<VerbCommand>();
        output.WriteLine("Examples:");
        foreach (var example in verbs.SelectMany(one => command is VerbCommand ? one.Examples : one.Examples.Take(1)))
            output.WriteLine($"  bookrecs {example}");
        output.WriteLine();
        output.WriteLine("Exit codes: 0 done, 1 failed, 2 bad usage or bad input, 130 stopped by Ctrl-C.");
        return ExitCode.Success;
    }
}
