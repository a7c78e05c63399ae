using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Client;

namespace BookRecs.Cli.Service;

/// <summary>The verb <c>health</c>: the health check of a container, which has no other HTTP client.</summary>
internal sealed class HealthCommand : VerbCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Option<Uri> _url = ServiceAddress.Option();
    private readonly Option<bool> _ready = new("--ready") { Description = "Ask whether it can answer, not only whether it is up." };

    public HealthCommand(Terminal terminal)
        : base("health", "Asks a running service whether it is up, or ready; exit code 0 means yes, 1 means no.")
    {
        Add(_url);
        Add(_ready);
        SetAction(async (parsed, cancellationToken) =>
        {
            var url = parsed.GetValue(_url)!;
            var (isWell, text) = await AskAsync(url, parsed.GetValue(_ready), cancellationToken);
            if (isWell)
                terminal.Out.WriteLine(text);
            else
                terminal.WriteError($"{url} {text}");
            return isWell ? ExitCode.Success : ExitCode.Failed;
        });
    }

    public override IReadOnlyList<string> Examples => ["health --url http://127.0.0.1:5080 --ready"];

    private static async Task<(bool IsWell, string Text)> AskAsync(Uri url, bool ready, CancellationToken cancellationToken)
    {
        using var http = ServiceAddress.Connect(url, Patience);
        var client = new BookRecsClient(http);
        try
        {
            if (!ready)
                return await client.IsHealthyAsync(cancellationToken) ? (true, "up") : (false, "is not well");
            var readiness = await client.GetReadinessAsync(cancellationToken);
            var checks = readiness.Checks.Where(check => check.State != "ready")
                .Select(check => check.Reason is null ? check.Name : $"{check.Name}: {check.Reason}");
            var told = string.Join("; ", checks);
            return readiness.IsReady
                ? (true, told.Length == 0 ? readiness.Status : $"{readiness.Status}: {told}")
                : (false, $"waits for {told}");
        }
        catch (HttpRequestException error)
        {
            return (false, $"does not answer: {error.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"does not answer within {Patience.TotalSeconds} s");
        }
    }
}
