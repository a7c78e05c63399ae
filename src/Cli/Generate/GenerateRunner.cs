using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Generate;

/// <summary>Does what <see cref="GenerateOptions"/> say.</summary>
internal sealed class GenerateRunner(Terminal terminal)
{
    public async Task<int> RunAsync(GenerateOptions options, CancellationToken cancellationToken)
    {
        await terminal.Out.WriteLineAsync(options.ToString().AsMemory(), cancellationToken);
        return ExitCode.Success;
    }
}
