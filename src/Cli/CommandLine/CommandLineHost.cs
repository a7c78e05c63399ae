using System.CommandLine;
using System.CommandLine.Help;
using BookRecs.Cli.Evaluate;
using BookRecs.Cli.Forecast;
using BookRecs.Cli.Generate;
using BookRecs.Cli.Import;
using BookRecs.Cli.Migrate;
using BookRecs.Cli.Output;
using BookRecs.Cli.Service;
using BookRecs.Cli.Simulate;
using BookRecs.Cli.Split;
using BookRecs.Cli.Train;

namespace BookRecs.Cli.CommandLine;

/// <summary>The command line as a whole: parses, runs the verb and turns every outcome into an exit code and at most one line.</summary>
internal static class CommandLineHost
{
    // How long a verb may take to put its work away after Ctrl-C; longer than any commit or file move.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments after the program's name.</param>
    /// <param name="terminal">Where results, messages and progress go.</param>
    /// <param name="cancellationToken">Stops the verb like Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = CreateRoot(terminal);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            var verb = parsed.CommandResult.Command is VerbCommand command ? $"{command.Name} " : "";
            terminal.WriteError($"{UsageErrors.Describe(parsed)} (see: bookrecs {verb}--help)");
            return ExitCode.BadInput;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Out,
                Error = terminal.Error,
                ProcessTerminationTimeout = StopTimeout,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception exception)
        {
            var (code, line) = Failures.Describe(exception);
            terminal.WriteError(line);
            return code;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Brings book data in, trains recommendation models, judges them, forecasts sales, replays acts, and looks after a running service.")
        {
            new ImportCommand(terminal),
            new GenerateCommand(terminal),
            new TrainCommand(terminal),
            new EvaluateCommand(terminal),
            new SplitCommand(terminal),
            new ForecastCommand(terminal),
            new MigrateCommand(terminal),
            new HealthCommand(terminal),
            new RetrainCommand(terminal),
            new SimulateCommand(terminal),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
