using System.Diagnostics;

namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>Silos come, go and die under load, and neither readers nor shops get an error of it.</summary>
[Collection(ClusterShop.OneAtATime)]
public sealed class ClusterTests(SharedCluster cluster) : IClassFixture<SharedCluster>
{
    private const int Books = 20;

    [Fact]
    public async Task SiloKilledUnderLoad_CostsNoErrorAndNoPurchase()
    {
        const int Rate = 100;
        const string Prefix = "killed-";
        var cancellation = TestContext.Current.CancellationToken;
        var shop = cluster.Shop;
        var (books, before) = await CountAsync(shop, cancellation);
        await using var load = Load.Start(shop.Frontend, Prefix, books, Rate);
        await load.WaitForAnswersAsync(5 * Rate, cancellation);

        var died = Stopwatch.GetTimestamp();
        await shop.KillAsync(0);
        await shop.WaitForActiveSilosAsync(2, cancellation);
        var declared = Stopwatch.GetElapsedTime(died);
        await load.WaitForAnswersAsync(10 * Rate, cancellation);
        shop.Start(0);
        await shop.WaitForActiveSilosAsync(3, cancellation);
        await load.WaitForAnswersAsync(5 * Rate, cancellation);
        var answers = await load.StopAsync();

        var afterDeath = answers.Where(answer => answer.At >= died).Take(10 * Rate).ToArray();
        var recovered = Outcome.SecondsUntilWell(afterDeath, died);
        var slowest = answers.Where(answer => answer.IsPurchase).Max(answer => answer.Took);
        Outcome.File("kill", answers, Rate, new
        {
            DeclaredDeadSeconds = Math.Round(declared.TotalSeconds, 2),
            RecoveredSeconds = Math.Round(recovered, 2),
            SlowestPurchaseSeconds = Math.Round(slowest.TotalSeconds, 2),
        });
        Outcome.AllAnswered(answers, shop);
        await Outcome.NothingLostAsync(load, shop, Prefix, before, cancellation);
        Assert.True(slowest < TimeSpan.FromSeconds(3), $"a purchase took {slowest.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task RollingRestartUnderLoad_CostsNoErrorAndLittleTime()
    {
        const int Rate = 200;
        // The aim, where it is measured; anywhere else what other work on the machine may make of it.
        var most = TimeSpan.FromMilliseconds(Outcome.IsMeasured ? 200 : 500);
        var cancellation = TestContext.Current.CancellationToken;
        var shop = cluster.Shop;
        var (books, _) = await CountAsync(shop, cancellation);
        await using var warmUp = Load.Start(shop.Frontend, "warm-up-", books, Rate);
        await warmUp.WaitForAnswersAsync(10 * Rate, cancellation);
        await warmUp.StopAsync();

        // Whatever else the machine does shows in the time: a slow round is repeated once. An error is one.
        var p99 = await RestartAllAsync(shop, "rolled-", Rate, cancellation);
        if (p99 >= most)
            p99 = await RestartAllAsync(shop, "rolled-again-", Rate, cancellation);
        Assert.True(p99 < most, $"p99 was {p99.TotalMilliseconds:0} ms\n{shop.Consoles}");
    }

    [Fact]
    public async Task AllSilosKilled_ComeBackOnOtherPortsInSeconds_AndReadersAreAnsweredMeanwhile()
    {
        const int Rate = 20;
        const string Prefix = "all-killed-";
        var cancellation = TestContext.Current.CancellationToken;
        var shop = cluster.Shop;
        var (books, before) = await CountAsync(shop, cancellation);
        await using var load = Load.Start(shop.Frontend, Prefix, books, Rate);
        await load.WaitForAnswersAsync(3 * Rate, cancellation);

        var died = Stopwatch.GetTimestamp();
        for (var silo = 0; silo < ClusterShop.Silos; silo++)
            await shop.KillAsync(silo);
        for (var silo = 0; silo < ClusterShop.Silos; silo++)
            shop.Start(silo);
        for (var silo = 0; silo < ClusterShop.Silos; silo++)
            await shop.Silo(silo).WaitUntilReadyAsync(cancellation);
        var ready = Stopwatch.GetElapsedTime(died);
        await load.WaitForAnswersAsync(10 * Rate, cancellation);
        var answers = await load.StopAsync();

        Outcome.File("all-killed", answers, Rate, new
        {
            ReadySeconds = Math.Round(ready.TotalSeconds, 1),
            RecoveredSeconds = Math.Round(Outcome.SecondsUntilWell(answers, died), 1),
        });
        Outcome.AllAnswered([.. answers.Where(answer => !answer.IsPurchase)], shop);
        Assert.True(ready < TimeSpan.FromSeconds(30), $"the silos were ready {ready.TotalSeconds:0} s after they died");
        await Outcome.NothingLostAsync(load, shop, Prefix, before, cancellation);
    }

    /// <summary>Restarts one silo after the other under load, and returns the 99th percentile of all answers.</summary>
    private static async Task<TimeSpan> RestartAllAsync(ClusterShop shop, string prefix, int rate, CancellationToken cancellation)
    {
        var (books, before) = await CountAsync(shop, cancellation);
        await using var load = Load.Start(shop.Frontend, prefix, books, rate);
        var started = Stopwatch.GetTimestamp();
        var stops = new List<double>();
        for (var silo = 0; silo < ClusterShop.Silos; silo++)
        {
            await load.WaitForAnswersAsync(2 * rate, cancellation);
            var stopping = Stopwatch.GetTimestamp();
            await shop.StopAsync(silo, cancellation);
            stops.Add(Math.Round(Stopwatch.GetElapsedTime(stopping).TotalSeconds, 2));
            shop.Start(silo);
            await shop.Silo(silo).WaitUntilReadyAsync(cancellation);
        }

        await load.WaitForAnswersAsync(2 * rate, cancellation);
        var took = Stopwatch.GetElapsedTime(started);
        var answers = await load.StopAsync();
        Outcome.File("rolling-restart", answers, rate, new { Seconds = Math.Round(took.TotalSeconds, 1), SecondsToStop = stops });
        Outcome.AllAnswered(answers, shop);
        await Outcome.NothingLostAsync(load, shop, prefix, before, cancellation);
        return Load.Percentile(answers, 0.99);
    }

    /// <summary>Some books, and how often each was bought.</summary>
    internal static async Task<(string[] Books, Dictionary<string, long> Before)> CountAsync(ClusterShop shop, CancellationToken cancellation)
    {
        var list = await shop.Frontend.GetJsonAsync($"/v1/recommendations?user_id=someone%20new&limit={Books}", cancellation);
        string[] books = [.. list["items"]!.AsArray().Select(item => (string)item!["item_id"]!)];
        Assert.Equal(Books, books.Length);
        var before = new Dictionary<string, long>();
        foreach (var book in books)
            before[book] = await Outcome.PurchasesAsync(shop, book, cancellation);
        return (books, before);
    }
}
