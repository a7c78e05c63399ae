using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BookRecs.EndToEnd.Tests;

/// <summary>The conversations in the docs run as printed, on the data of a first start.</summary>
public sealed partial class ReadmeTests(TrainedShop shop)
{
    private const string PrintedUrl = "http://127.0.0.1:5080";

    [Theory]
    [InlineData("README.md", 3)]
    [InlineData("docs/howto/http-api.md", 5)]
    public async Task Conversation_AnswersAsPrinted(string page, int steps)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var conversation = Conversation(await File.ReadAllTextAsync(Path.Combine(BuiltPrograms.Root, page), cancellation)).ToArray();
        Assert.True(conversation.Length >= steps, $"{page} shows no conversation: a ```console block with lines that begin with '$ curl'.");

        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        foreach (var (command, printed) in conversation)
        {
            var answer = await RunAsync(command.Replace(PrintedUrl, silo.Url, StringComparison.Ordinal), cancellation);
            var pattern = string.Join(".*", WithoutSpace(printed).Split('…').Select(Regex.Escape));
            Assert.True(
                Regex.IsMatch(WithoutSpace(answer), $"^{pattern}$", RegexOptions.Singleline),
                $"{page} prints, for\n{command}\n\n{printed}\n\nbut the answer is\n\n{answer}\n\nCorrect {page} (… stands for anything).");
        }
    }

    [Fact]
    public async Task Commands_OfTheHttpPage_Succeed()
    {
        const string Page = "docs/howto/http-api.md";
        var cancellation = TestContext.Current.CancellationToken;
        var commands = CommandBlock().Match(await File.ReadAllTextAsync(Path.Combine(BuiltPrograms.Root, Page), cancellation)).Groups["text"].Value;
        Assert.True(commands.Contains("\ncurl ", StringComparison.Ordinal), $"{Page} has no ```sh block that begins with BASE={PrintedUrl}.");

        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        await RunAsync(
            $$"""
            set -e
            curl() { echo "curl $*"; command curl --silent --show-error --fail-with-body "$@"; echo; }
            {{commands.Replace(PrintedUrl, silo.Url, StringComparison.Ordinal)}}
            """,
            cancellation);
    }

    private static IEnumerable<(string Command, string Printed)> Conversation(string readme) =>
        from Match block in ConsoleBlock().Matches(readme)
        from step in block.Groups["text"].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries)
        where step.StartsWith("curl", StringComparison.Ordinal)
        let end = CommandEnd().Match(step).Index
        select (step[..end].Replace("\\\n", " ", StringComparison.Ordinal), step[end..].Trim());

    private static async Task<string> RunAsync(string command, CancellationToken cancellation)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync(cancellation);
        await shell.WaitForExitAsync(cancellation);
        Assert.True(shell.ExitCode == 0, $"{command} ended with {shell.ExitCode}: {output}");
        return output;
    }

    private static string WithoutSpace(string text) => WhiteSpace().Replace(text, "");

    [GeneratedRegex(@"```console\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"```sh\n(?<text>BASE=.*?)```", RegexOptions.Singleline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex(@"(?<!\\)\n")]
    private static partial Regex CommandEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
