using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Import;

/// <summary>Does what <see cref="ImportOptions"/> say.</summary>
internal sealed class ImportRunner(Terminal terminal)
{
    public async Task<int> RunAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        options.Check();
        await terminal.Out.WriteLineAsync(options.ToString().AsMemory(), cancellationToken);
        return ExitCode.Success;
    }
}
