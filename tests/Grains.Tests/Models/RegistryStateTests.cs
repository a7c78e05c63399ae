using System.Text.Json;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;

namespace BookRecs.Grains.Tests.Models;

public sealed class RegistryStateTests
{
    private readonly FakeModelStore _store = new();

    [Fact]
    public void Add_ListsTheNewestFirst()
    {
        var state = new RegistryState().Add(_store.Add("b", day: 2)).Add(_store.Add("c", day: 3)).Add(_store.Add("a", day: 1));
        Assert.Equal(["c", "b", "a"], state.Models.Select(model => model.Version));
        Assert.Null(state.ActiveVersion);
    }

    [Fact]
    public void Activate_LeavesOneActive()
    {
        var state = Three().Activate("a").Activate("c");
        Assert.Equal(["c"], state.Models.Where(model => model.Status == ModelStatus.Active).Select(model => model.Version));
        Assert.Equal(("c", "a"), (state.ActiveVersion, state.PreviousVersion));
    }

    [Fact]
    public void Activate_Again_ChangesNothing()
    {
        var state = Three().Activate("a");
        Assert.Same(state, state.Activate("a"));
    }

    [Fact]
    public void Rollback_WalksBackThroughDistinctVersions()
    {
        var state = Three().Activate("a").Activate("b").Activate("c").Activate("b");
        Assert.Equal("c", (state = state.Rollback()).ActiveVersion);
        Assert.Equal("a", (state = state.Rollback()).ActiveVersion);
        Assert.Same(state, state.Rollback());
    }

    [Fact]
    public void Activate_RefusedModel_ServesAndLaterCountsAsAdmitted()
    {
        var state = new RegistryState().Add(_store.Add("a")).Add(_store.Add("r", day: 2) with { Status = ModelStatus.Refused }).Activate("r");
        Assert.Equal(ModelStatus.Active, state.Find("r")!.Status);
        Assert.Equal(ModelStatus.Admitted, state.Activate("a").Find("r")!.Status);
    }

    [Fact]
    public void Retire_KeepsTheNewestTheActiveAndTheOneBefore()
    {
        var state = new RegistryState();
        for (var day = 1; day <= 9; day++)
            state = state.Add(_store.Add($"v{day}", day: day));
        state = state.Activate("v3").Activate("v1").Activate("v2").Retire(2);
        Assert.Equal(["v9", "v8", "v2", "v1"], state.Models.Select(model => model.Version));
        Assert.Equal(["v1", "v2"], state.Served);
    }

    [Fact]
    public void Json_RoundTrip_KeepsEverything()
    {
        var state = Three().Activate("a").Activate("b");
        var json = JsonSerializer.Serialize(state);
        var back = JsonSerializer.Deserialize<RegistryState>(json)!;
        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal(("b", "a", 3), (back.ActiveVersion, back.PreviousVersion, back.Models.Length));
    }

    [Fact]
    public void Json_OfAnOlderProgram_LoadsWithInitialValues()
    {
        var state = JsonSerializer.Deserialize<RegistryState>("{}")!;
        Assert.Null(state.ActiveVersion);
        Assert.Empty(state.Models);
    }

    private RegistryState Three() => new RegistryState().Add(_store.Add("a")).Add(_store.Add("b", day: 2)).Add(_store.Add("c", day: 3));
}
