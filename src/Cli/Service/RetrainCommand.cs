using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Service;

/// <summary>The verb <c>retrain</c>.</summary>
internal sealed class RetrainCommand : VerbCommand
{
    private const string KeyVariable = "BOOKRECS_ADMIN_KEY";

    private readonly Option<Uri> _url = ServiceAddress.Option();
    private readonly Option<int> _timeout = VerbOptions.Integer("--timeout-minutes", "How long to wait for the end of the training.", 1, 1_440, 120);

    public RetrainCommand(Terminal terminal)
        : base("retrain", $"Lets a running service train a model on its log, and waits for it. Sends the admin key in {KeyVariable}.")
    {
        Add(_url);
        Add(_timeout);
        SetAction(async (parsed, cancellationToken) =>
        {
            var key = Environment.GetEnvironmentVariable(KeyVariable);
            using var http = ServiceAddress.Connect(parsed.GetValue(_url)!, TimeSpan.FromSeconds(30), string.IsNullOrEmpty(key) ? null : key);
            var runner = new RetrainRunner(terminal, http);
            return await runner.RunAsync(TimeSpan.FromMinutes(parsed.GetValue(_timeout)), cancellationToken);
        });
    }

    public override IReadOnlyList<string> Examples => ["retrain --url http://127.0.0.1:5080 --timeout-minutes 30"];
}
