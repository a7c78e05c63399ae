using Orleans;
using Orleans.Runtime;

namespace BookRecs.LocalRuntime.Tests.Refused;

internal sealed class NeedyGrain(TextWriter writer, [PersistentState("x", "nowhere")] IPersistentState<NeedyGrain.Held> state)
    : Grain, ISharedGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => writer.WriteLineAsync($"{state.Etag}");

    internal sealed class Held;
}
