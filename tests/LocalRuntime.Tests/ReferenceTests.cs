using BookRecs.LocalRuntime.Tests.Support;
using Orleans;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests;

/// <summary>Grains hand out references to themselves, never themselves.</summary>
public sealed class ReferenceTests
{
    public interface IFriendGrain : IGrainWithStringKey
    {
        Task<string> GreetAsync(IFriendGrain friend, bool asReference);

        Task<string> NameAsync(IFriendGrain caller);
    }

    [Fact]
    public async Task AsReference_OfTheRunningGrain_CanBePassedOn()
    {
        await using var silo = await TestSilo.StartAsync([typeof(FriendGrain)]);

        Assert.Equal("b greeted by a", await silo.Get<IFriendGrain>("a").GreetAsync(silo.Get<IFriendGrain>("b"), asReference: true));
    }

    [Fact]
    public async Task Call_WithTheGrainItself_IsRefused()
    {
        await using var silo = await TestSilo.StartAsync([typeof(FriendGrain)]);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => silo.Get<IFriendGrain>("a").GreetAsync(silo.Get<IFriendGrain>("b"), asReference: false));

        Assert.Contains("AsReference<T>()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grain_MadeOutsideASilo_SaysSo()
    {
        var grain = new FriendGrain();

        Assert.Null(grain.GrainContext);
        Assert.Throws<InvalidOperationException>(() => grain.IdentityString);
        Assert.Throws<InvalidOperationException>(() => grain.RegisterGrainTimer(
            static () => Task.CompletedTask, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("user/a/b", "user", "a/b")]
    [InlineData("user/", "user", "")]
    public void GrainId_Parsed_IsWhatItWrites(string text, string type, string key)
    {
        var id = GrainId.Parse(text);

        Assert.Equal((type, key, text), (id.Type.ToString(), id.Key.ToString(), id.ToString()));
        Assert.Equal(GrainId.Create(type, key), id);
        Assert.Throws<FormatException>(() => GrainId.Parse("no slash"));
    }

    internal sealed class FriendGrain : Grain, IFriendGrain
    {
        public Task<string> GreetAsync(IFriendGrain friend, bool asReference) =>
            friend.NameAsync(asReference ? this.AsReference<IFriendGrain>() : this);

        public Task<string> NameAsync(IFriendGrain caller) =>
            Task.FromResult($"{this.GetPrimaryKeyString()} greeted by {caller.GetPrimaryKeyString()}");
    }
}
