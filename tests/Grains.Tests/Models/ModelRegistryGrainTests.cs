using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Grains.Topics;

namespace BookRecs.Grains.Tests.Models;

public sealed class ModelRegistryGrainTests
{
    private readonly FakeModelStore _store = new();

    [Fact]
    public async Task Register_First_ServesAtOnceOnSubscribedSilos()
    {
        await using var silo = await StartAsync();
        var model = await silo.Registry.RegisterAsync(_store.Add("v1"));
        Assert.Equal(ModelStatus.Active, model.Status);
        Assert.Equal("v1", silo.Version);
        Assert.Contains(silo.Topics.Published, record => record.Topic == TopicNames.ModelUpdated && record.Record.Key == "v1");
    }

    [Fact]
    public async Task Register_WorseModel_IsRefusedAndCanBeActivatedByHand()
    {
        await using var silo = await StartAsync();
        await silo.Registry.RegisterAsync(_store.Add("v1", overall: 0.2));
        var worse = await silo.Registry.RegisterAsync(_store.Add("v2", overall: 0.1, day: 2));
        Assert.Equal(ModelStatus.Refused, worse.Status);
        Assert.StartsWith("refused: overall.ndcg@10", worse.Decision, StringComparison.Ordinal);
        Assert.Equal("v1", silo.Version);
        Assert.Equal(new ModelCommandResult(ModelCommandOutcome.Done, "v2"), await silo.Registry.ActivateAsync("v2"));
        Assert.Equal("v2", silo.Version);
        Assert.Equal(["v2", "v1"], (await silo.Registry.GetAsync()).Models.Select(model => model.Version));
    }

    [Fact]
    public async Task Register_SameVersionTwice_ChangesNothing()
    {
        await using var silo = await StartAsync();
        var first = await silo.Registry.RegisterAsync(_store.Add("v1"));
        var again = await silo.Registry.RegisterAsync(_store.Describe("v1"));
        Assert.Equal(first with { Metrics = again.Metrics }, again);
        Assert.Equal<IEnumerable<KeyValuePair<string, double>>>(first.Metrics, again.Metrics);
        Assert.Single((await silo.Registry.GetAsync()).Models);
    }

    [Fact]
    public async Task Rollback_GoesBackAndSaysWhenItCannot()
    {
        await using var silo = await StartAsync();
        Assert.Equal(ModelCommandOutcome.NothingToRollBackTo, (await silo.Registry.RollbackAsync()).Outcome);
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        await silo.Registry.RegisterAsync(_store.Add("v2", day: 2));
        Assert.Equal(new ModelCommandResult(ModelCommandOutcome.Done, "v1"), await silo.Registry.RollbackAsync());
        Assert.Equal("v1", silo.Version);
        Assert.Equal(new ModelCommandResult(ModelCommandOutcome.NothingToRollBackTo, "v1"), await silo.Registry.RollbackAsync());
    }

    [Fact]
    public async Task Activate_UnknownOrDamaged_KeepsThePresentOne()
    {
        await using var silo = await StartAsync();
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        await silo.Registry.RegisterAsync(_store.Add("v2", day: 2));
        _store.Damaged["v1"] = "truncated";
        Assert.Equal(new ModelCommandResult(ModelCommandOutcome.Unusable, "v2"), await silo.Registry.ActivateAsync("v1"));
        Assert.Equal(new ModelCommandResult(ModelCommandOutcome.Unusable, "v2"), await silo.Registry.RollbackAsync());
        Assert.Equal(new ModelCommandResult(ModelCommandOutcome.UnknownVersion, "v2"), await silo.Registry.ActivateAsync("../v1"));
        Assert.Equal("v2", silo.Version);
    }

    [Fact]
    public async Task Register_ModelThatCannotBeLoaded_IsRefused()
    {
        await using var silo = await StartAsync();
        _store.Damaged["v1"] = "truncated";
        var model = await silo.Registry.RegisterAsync(_store.Add("v1"));
        Assert.Equal((ModelStatus.Refused, "refused: it cannot be loaded: truncated"), (model.Status, model.Decision));
    }

    [Fact]
    public async Task Register_WhileTheActiveModelIsDamaged_TakesItsPlace()
    {
        await using var silo = await StartAsync();
        await silo.Registry.RegisterAsync(_store.Add("v1", overall: 0.9));
        _store.Damaged["v1"] = "truncated";
        Assert.Equal(ModelStatus.Active, (await silo.Registry.RegisterAsync(_store.Add("v2", overall: 0.1, day: 2))).Status);
    }

    [Fact]
    public async Task State_OutlivesTheActivation()
    {
        await using var silo = await StartAsync();
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        await silo.Registry.RegisterAsync(_store.Add("v2", day: 2));
        await silo.DeactivateAllAsync();
        var view = await silo.Registry.GetAsync();
        Assert.Equal(("v2", 2), (view.ActiveVersion, view.Models.Length));
        Assert.Equal("v1", (await silo.Registry.RollbackAsync()).ActiveVersion);
    }

    [Fact]
    public async Task Register_BeyondRetention_DeletesFolders()
    {
        await using var silo = await StartAsync(new ModelOptions { Keep = 2 });
        for (var day = 1; day <= 5; day++)
            await silo.Registry.RegisterAsync(_store.Add($"v{day}", day: day));
        Assert.Equal(["v4", "v5"], _store.ListVersions());
    }

    [Fact]
    public async Task Subscribe_LapsedOrFailingObserver_IsLeftOut()
    {
        await using var silo = await StartAsync();
        silo.Time.Advance(TimeSpan.FromMinutes(6));
        await silo.Registry.RegisterAsync(_store.Add("v1"));
        Assert.Null(silo.Version);
    }

    [Fact]
    public async Task Scan_FindsModelsTrainedElsewhere()
    {
        await using var silo = await StartAsync();
        _store.Add("v1", overall: 0.1);
        _store.Add("v2", overall: 0.2, day: 2);
        var view = await silo.Scan.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("v2", view.ActiveVersion);
        Assert.Equal("v2", (await silo.Scan.RunAsync(TestContext.Current.CancellationToken)).ActiveVersion);
        Assert.Equal(2, view.Models.Length);
        _store.Add("v0", overall: 0.9);
        Assert.Equal("v2", (await silo.Scan.RunAsync(TestContext.Current.CancellationToken)).ActiveVersion);
    }

    [Fact]
    public async Task RequestTraining_ThatCannotBePublished_HasFailed()
    {
        await using var silo = await StartAsync();
        silo.Topics.FailPublishing = new InvalidOperationException("no broker");
        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Registry.RequestTrainingAsync("http"));
        var training = (await silo.Registry.GetAsync()).Training!;
        Assert.Equal(TrainingState.Failed, training.State);
        Assert.Contains("no broker", training.Error, StringComparison.Ordinal);
    }

    private async Task<TestSilo> StartAsync(ModelOptions? options = null)
    {
        var silo = await TestSilo.StartAsync(time => new MemoryShop(time), _store, options);
        await silo.SubscribeAsync();
        return silo;
    }
}
