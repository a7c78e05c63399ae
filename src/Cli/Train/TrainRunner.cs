using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Train;

/// <summary>Does what <see cref="TrainOptions"/> say.</summary>
internal sealed class TrainRunner(Terminal terminal)
{
    public async Task<int> RunAsync(TrainOptions options, CancellationToken cancellationToken)
    {
        await terminal.Out.WriteLineAsync(options.ToString().AsMemory(), cancellationToken);
        return ExitCode.Success;
    }
}
