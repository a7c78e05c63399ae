using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Tests.Support;

/// <summary>Runs the command line in this process, as <c>Program.cs</c> does, with what it writes captured.</summary>
internal static class CommandLine
{
    public static Task<CommandLineResult> RunAsync(params string[] args) => RunAtAsync(TimeProvider.System, args);

    /// <summary>Runs at a time of the test's own.</summary>
    public static Task<CommandLineResult> RunAtAsync(TimeProvider time, params string[] args) =>
        InvokeAsync(args, null, time, TestContext.Current.CancellationToken);

    /// <summary>Runs what waits, on a clock that jumps to the end of each wait.</summary>
    public static async Task<CommandLineResult> RunWithoutWaitingAsync(params string[] args)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        var run = InvokeAsync(args, null, time, cancellation);
        while (true)
        {
            var wait = time.TimerSetAsync(cancellation).AsTask();
            if (await Task.WhenAny(run, wait) == run)
                return await run;
            time.Advance(await wait);
        }
    }

    /// <summary>Runs what is stopped as by Ctrl-C before it has done anything.</summary>
    public static Task<CommandLineResult> RunStoppedAsync(params string[] args) => InvokeAsync(args, null, TimeProvider.System, new CancellationToken(canceled: true));

    /// <summary>Runs what is stopped as by Ctrl-C as soon as it has reported how far it is, such as after 20,000 rows of a file.</summary>
    public static Task<CommandLineResult> RunStoppedHalfwayAsync(params string[] args)
    {
        var display = new StopAtFirstReport();
        return InvokeAsync(args, display, TimeProvider.System, display.Token);
    }

    /// <summary>Runs what must succeed.</summary>
    public static async Task<CommandLineResult> SucceedAsync(params string[] args)
    {
        var result = await RunAsync(args);
        Assert.True(result.Code == ExitCode.Success, $"bookrecs {string.Join(' ', args)} ended with {result.Code}: {result.Error}");
        return result;
    }

    /// <summary>Runs what must be refused as bad usage or input, with one line on stderr and nothing on stdout.</summary>
    /// <returns>That line.</returns>
    public static Task<string> RefuseAsync(params string[] args) => RefuseAtAsync(TimeProvider.System, args);

    /// <summary>The same at a time of the test's own.</summary>
    public static async Task<string> RefuseAtAsync(TimeProvider time, params string[] args)
    {
        var result = await RunAtAsync(time, args);
        Assert.True(result.Code == ExitCode.BadInput, $"bookrecs {string.Join(' ', args)} ended with {result.Code}: {result.Error}");
        Assert.Empty(result.Out);
        var line = result.Error.TrimEnd();
        Assert.DoesNotContain('\n', line);
        Assert.StartsWith("bookrecs: ", line, StringComparison.Ordinal);
        return line;
    }

    private static async Task<CommandLineResult> InvokeAsync(string[] args, IProgressDisplay? display, TimeProvider time, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineHost.InvokeAsync(
            args, new Terminal(output, error, display ?? new PlainProgressDisplay(error, time), time), cancellationToken);
        return new CommandLineResult(code, output.ToString(), error.ToString());
    }
}
