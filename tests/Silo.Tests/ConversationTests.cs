using System.Reflection;
using BookRecs.Frontend.Options;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Recommender.Data;
using BookRecs.Silo.Settings;
using BookRecs.Silo.Startup;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BookRecs.Silo.Tests;

/// <summary>What a start tells people to try.</summary>
public sealed class ConversationTests : IDisposable
{
    private readonly MemoryShop _shop = new(TimeProvider.System);
    private readonly ModelHost _models;

    public ConversationTests() => _models = new ModelHost(new FakeModelStore(), _shop, NullLogger<ModelHost>.Instance);

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Reader_IsOneOfTheMostPopularBook_WithTheLongestHistoryBefore()
    {
        Act("well-read", "a", "b", "c", "d", "e");
        Act("new", "popular");
        Act("some", "a", "b", "popular");
        Act("later", "popular", "x", "y", "z");
        Act("last", "a", "popular");
        var text = await WriteAsync();
        Assert.Contains("/v1/recommendations?user_id=some'", text, StringComparison.Ordinal);
        Assert.Contains("/v1/users/some/history", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_WhereNobodyHasAHistory_IsTheLatest()
    {
        Act("first", "popular");
        Act("latest", "popular");
        Assert.Contains("user_id=latest'", await WriteAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogThatIsAway_EndsNoStart()
    {
        Act("first", "popular");
        _shop.FailReads = new LogUnavailableException("The database is away.");
        Assert.StartsWith("BookRecs listens at http://127.0.0.1:5080, with model", await WriteAsync(), StringComparison.Ordinal);
    }

    private void Act(string userId, params string[] items)
    {
        foreach (var item in items)
            _shop.Add(new Interaction(userId, item, InteractionKind.Purchase, false, null, null));
    }

    private async Task<string> WriteAsync()
    {
        var conversation = new Conversation(
            new Server(),
            DispatchProxy.Create<IGrainFactory, EmptyLists>(),
            _shop,
            _models,
            Options.Create(new SecurityOptions()),
            new ProcessSettings(new SiloRoleOptions(), new ClusterNetworkOptions()),
            TimeProvider.System);
        return await conversation.WriteAsync(await _shop.GetSummaryAsync(), TestContext.Current.CancellationToken);
    }

    private sealed class Server : IServer
    {
        public Server()
        {
            var addresses = new ServerAddressesFeature();
            addresses.Addresses.Add("http://127.0.0.1:5080");
            Features.Set<IServerAddressesFeature>(addresses);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => throw new NotSupportedException();

        public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    /// <summary>A factory of users' grains, and such a grain, whose lists are empty.</summary>
    private class EmptyLists : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IGrainFactory.GetGrain) => Create<IUserGrain, EmptyLists>(),
            nameof(IUserGrain.GetRecommendationsAsync) => Task.FromResult(new RecommendationList([], null, null)),
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
