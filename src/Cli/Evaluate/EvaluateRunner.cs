using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Evaluate;

/// <summary>Does what <see cref="EvaluateOptions"/> say.</summary>
internal sealed class EvaluateRunner(Terminal terminal)
{
    public async Task<int> RunAsync(EvaluateOptions options, CancellationToken cancellationToken)
    {
        await terminal.Out.WriteLineAsync(options.ToString().AsMemory(), cancellationToken);
        return ExitCode.Success;
    }
}
