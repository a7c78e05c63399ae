namespace BookRecs.LocalRuntime.Benchmarks;

/// <summary>What an idle activation costs: the growth of the heap over many of them.</summary>
internal static class ActivationMemory
{
    internal static async Task<int> MeasureAsync(int activations)
    {
        using var host = await BenchmarkSilo.StartAsync();
        for (var i = 0; i < 100; i++)
            await host.Client().GetGrain<ICounterGrain>($"warm-{i}").AddAsync(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < activations - 100; i++)
            await host.Client().GetGrain<ICounterGrain>($"user-{i:D8}").AddAsync(1);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (activations - 100);
        Console.WriteLine($"{bytes} bytes an idle activation, over {activations:N0} of them (key and empty grain included)");
        await host.StopAsync();
        return 0;
    }
}
