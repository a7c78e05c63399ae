using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Split;

/// <summary>Does what <see cref="SplitOptions"/> say.</summary>
internal sealed class SplitRunner(Terminal terminal)
{
    public async Task<int> RunAsync(SplitOptions options, CancellationToken cancellationToken)
    {
        await terminal.Out.WriteLineAsync(options.ToString().AsMemory(), cancellationToken);
        return ExitCode.Success;
    }
}
