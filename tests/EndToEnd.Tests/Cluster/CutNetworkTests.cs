using System.Diagnostics;

namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>A silo that nobody reaches any more, and that comes back without knowing that it was away.</summary>
[Collection(ClusterShop.OneAtATime)]
public sealed class CutNetworkTests
{
    [Fact]
    public async Task SiloCutOff_IsReplaced_EndsWhenItIsBack_AndJoinsAnew()
    {
        const int Rate = 50;
        const int Cut = ClusterShop.Silos - 1;
        const string Prefix = "cut-";
        var cancellation = TestContext.Current.CancellationToken;
        await using var network = await CutNetwork.MakeAsync();
        await using var shop = await ClusterShop.StartAsync(network, cancellation);
        var (books, before) = await ClusterTests.CountAsync(shop, cancellation);
        await using var load = Load.Start(shop.Frontend, Prefix, books, Rate);
        await load.WaitForAnswersAsync(3 * Rate, cancellation);

        var cut = Stopwatch.GetTimestamp();
        await network.CutAsync();
        await shop.WaitForActiveSilosAsync(2, cancellation);
        var declared = Stopwatch.GetElapsedTime(cut);
        await load.WaitForAnswersAsync(10 * Rate, cancellation);

        // Its grains live elsewhere by now. As soon as it hears that it counts as dead it ends, and whoever looks after it starts it again.
        var mended = Stopwatch.GetTimestamp();
        await network.MendAsync();
        Assert.NotEqual(0, await shop.Silo(Cut).WaitForExitAsync(cancellation));
        var ended = Stopwatch.GetElapsedTime(mended);
        shop.Retire(Cut);
        shop.Start(Cut);
        await shop.WaitUntilReadyAsync(Cut, cancellation);
        await shop.WaitForActiveSilosAsync(3, cancellation);
        await load.WaitForAnswersAsync(3 * Rate, cancellation);
        var answers = await load.StopAsync();

        var afterCut = answers.Where(answer => answer.At >= cut).Take(10 * Rate).ToArray();
        Outcome.File("network-cut", answers, Rate, new
        {
            DeclaredDeadSeconds = Math.Round(declared.TotalSeconds, 2),
            RecoveredSeconds = Math.Round(Outcome.SecondsUntilWell(afterCut, cut), 2),
            EndedAfterReturnSeconds = Math.Round(ended.TotalSeconds, 2),
        });
        Outcome.AllAnswered(answers, shop);
        await Outcome.NothingLostAsync(load, shop, Prefix, before, cancellation);
    }
}
