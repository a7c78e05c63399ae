using System.Collections.Immutable;
using Orleans.Storage;

namespace BookRecs.Storage.Tests.Suite;

public abstract class GrainStateSuite : ShopSuite
{
    private static readonly GrainId Grain = GrainId.Create("registry", "a/b 📚");

    private enum Colour
    {
        Green = 3,
    }

    [Fact]
    public async Task Read_WithoutRecord_IsEmpty()
    {
        var state = await ReadAsync(Grain);

        Assert.Equal((false, null, new State()), (state.RecordExists, state.ETag, state.State));
    }

    [Fact]
    public async Task Write_ComesBackAfterReopening()
    {
        var written = new State("n", ["x", "é"], Colour.Green, null, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await Shop.GrainState.WriteStateAsync("s", Grain, new GrainState<State> { State = written });
        await Shop.ReopenAsync();

        var read = await ReadAsync(Grain);

        Assert.True(read.RecordExists);
        Assert.Equivalent(written, read.State, strict: true);
        Assert.False((await ReadAsync(GrainId.Create("registry", "other"))).RecordExists);
        Assert.False((await ReadAsync(Grain, "other")).RecordExists);
    }

    [Fact]
    public async Task Write_AfterSomeoneElse_IsRefusedAndChangesNothing()
    {
        var mine = new GrainState<State> { State = new("mine", [], Colour.Green, 1, default) };
        await Shop.GrainState.WriteStateAsync("s", Grain, mine);
        var theirs = await ReadAsync(Grain);
        await Shop.GrainState.WriteStateAsync("s", Grain, mine);

        theirs.State = theirs.State! with { Name = "theirs" };
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => Shop.GrainState.WriteStateAsync("s", Grain, theirs));

        Assert.Equal((mine.ETag, theirs.ETag), (error.StoredEtag, error.CurrentEtag));
        Assert.Equal("mine", (await ReadAsync(Grain)).State!.Name);
    }

    [Fact]
    public async Task Write_WithoutReadingFirst_IsRefusedWhenThereIsARecord()
    {
        await Shop.GrainState.WriteStateAsync("s", Grain, new GrainState<State>());

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Shop.GrainState.WriteStateAsync("s", Grain, new GrainState<State>()));
    }

    [Fact]
    public async Task Clear_RemovesTheRecord_AndItsVersionNeverComesBack()
    {
        var state = new GrainState<State> { State = new("mine", [], Colour.Green, 1, default) };
        await Shop.GrainState.WriteStateAsync("s", Grain, state);
        var stale = await ReadAsync(Grain);

        await Shop.GrainState.ClearStateAsync("s", Grain, state);
        Assert.Equal((false, null, new State()), (state.RecordExists, state.ETag, state.State));
        Assert.False((await ReadAsync(Grain)).RecordExists);
        await Shop.GrainState.WriteStateAsync("s", Grain, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Shop.GrainState.ClearStateAsync("s", Grain, stale));
        Assert.True((await ReadAsync(Grain)).RecordExists);
    }

    [Fact]
    public void Json_HoldsNoTypeNames() => Assert.Equal(
        """{"name":"n","list_of_names":["x"],"colour":3,"number":null,"at":"2024-01-02T00:00:00+00:00"}""",
        GrainStateJson.Write(new State("n", ["x"], Colour.Green, null, new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero))));

    private async Task<GrainState<State>> ReadAsync(GrainId grain, string name = "s")
    {
        var state = new GrainState<State>();
        await Shop.GrainState.ReadStateAsync(name, grain, state);
        return state;
    }

    private sealed record State(string Name, ImmutableArray<string> ListOfNames, Colour Colour, int? Number, DateTimeOffset At)
    {
        public State()
            : this("", [], Colour.Green, null, default)
        {
        }
    }
}
