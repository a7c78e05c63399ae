using BookRecs.Frontend.Recommendations;
using BookRecs.Silo.Hosting;
using Microsoft.AspNetCore.Hosting.Server;

namespace BookRecs.Silo.Runtime;

/// <summary>Keeps the lists of a frontend fresh, and says once that it can answer.</summary>
internal sealed class HeldListsService(
    HeldLists lists, IHostApplicationLifetime lifetime, IServer server, TimeProvider time, TextWriter console) : BackgroundService
{
    /// <summary>How old lists are when they are asked for anew.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WaitForStartAsync(stoppingToken);
        using var timer = new PeriodicTimer(FirstInterval, time);
        var isTold = false;
        do
        {
            if (!await lists.RefreshAsync())
                continue;
            if (lists.HasBooks && timer.Period != Interval)
                timer.Period = Interval;
            if (isTold)
                continue;
            isTold = true;
            await console.WriteLineAsync($"BookRecs answers for the silos at {ListenAddress.Of(server)}. Stop with Ctrl+C.");
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
