using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Cli.Service;
using BookRecs.Cli.Tests.Support;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class ServiceTests
{
    private const string Waiting =
        """{"type":"urn:bookrecs:problem:not-ready","title":"Not ready","status":503,"detail":"Waiting","checks":[{"name":"storage","state":"not_ready","reason":"the disk is full"}]}""";

    [Fact]
    public async Task Health_OfAServiceThatIsUp_Succeeds()
    {
        using var service = new FakeService(request => request.RawUrl == "/health" ? (200, """{"status":"ok"}""") : (404, "{}"));
        Assert.Equal("up\n", (await SucceedAsync("health", "--url", service.Url)).Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Health_OfAServiceThatIsNotReady_FailsWithTheReason()
    {
        using var service = new FakeService(_ => (503, Waiting));
        var result = await RunAsync("health", "--ready", "--url", service.Url);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal($"bookrecs: {service.Url} waits for storage: the disk is full", result.Error.TrimEnd());
    }

    [Fact]
    public async Task Health_OfAServiceThatIsReady_TellsWhatIsWorthKnowing()
    {
        using var service = new FakeService(
            _ => (200, """{"status":"degraded","checks":[{"name":"model","state":"degraded","reason":"an old one serves"}]}"""));
        Assert.Equal("degraded: model: an old one serves", (await SucceedAsync("health", "--ready", "--url", service.Url)).Out.TrimEnd());
    }

    [Fact]
    public async Task Health_WithoutAService_Fails()
    {
        string url;
        using (var service = new FakeService(_ => (200, "{}")))
            url = service.Url;
        var result = await RunAsync("health", "--url", url);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.StartsWith($"bookrecs: {url} does not answer: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Url_ThatIsNone_IsRefused() => Assert.StartsWith(
        "bookrecs: --url is 'db:5080'; it must be an address such as http://127.0.0.1:5080",
        await RefuseAsync("health", "--url", "db:5080"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Retrain_FollowsTheTraining_AndTellsWhatTheGateSaid()
    {
        var looks = 0;
        using var service = new FakeService(request => (request.HttpMethod, ++looks) switch
        {
            ("POST", _) => (202, Training("queued", "wait")),
            (_, < 4) => (503, Waiting),
            (_, 4) => (200, Registry(Training("running", "fit item_to_item"))),
            _ => (200, Registry(Training("succeeded", "done"))),
        });
        var (code, output, messages) = await RetrainAsync(service);
        Assert.Equal(ExitCode.Success, code);
        Assert.Equal("version v2\nrefused: worse on cold books\nserving v1\n", output);
        Assert.Equal("training t1 is queued: wait\ntraining t1 is running: fit item_to_item\n", messages);
    }

    [Fact]
    public async Task Retrain_ThatFails_SaysWhy()
    {
        using var service = new FakeService(_ => (202, Training("failed", "failed")));
        var error = await Assert.ThrowsAsync<IOException>(() => RetrainAsync(service));
        Assert.Equal("training t1 failed: the log is empty", error.Message);
    }

    [Fact]
    public async Task Retrain_WithoutTheAdminKey_FailsWithTheServicesWords()
    {
        using var service = new FakeService(
            _ => (401, """{"type":"urn:bookrecs:problem:key-required","title":"A key is needed.","status":401,"detail":"Send the key.","request_id":"r1"}"""));
        var result = await RunAsync("retrain", "--url", service.Url);
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal("bookrecs: 401 A key is needed. Send the key. (request r1)", result.Error.TrimEnd());
    }

    private static async Task<(int Code, string Out, string Error)> RetrainAsync(FakeService service)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var http = ServiceAddress.Connect(new Uri(service.Url), TimeSpan.FromSeconds(30));
        var terminal = new Terminal(output, error, new PlainProgressDisplay(error, TimeProvider.System), TimeProvider.System);
        var runner = new RetrainRunner(terminal, http) { Interval = TimeSpan.FromMilliseconds(1) };
        var code = await runner.RunAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static string Training(string state, string stage) =>
        $$"""{"training_id":"t1","state":"{{state}}","stage":"{{stage}}","fraction":0.5,"reason":"http","requested_at":"2026-05-01T10:00:00Z","finished_at":null,"error":"the log is empty","version":"v2"}""";

    private static string Registry(string training) =>
        $$$"""{"active_version":"v1","models":[{"version":"v2","trained_at":"2026-05-01T10:00:00Z","status":"refused","decision":"worse on cold books","metrics":{},"users":1,"items":1,"interactions":1}],"training":{{{training}}}}""";
}
