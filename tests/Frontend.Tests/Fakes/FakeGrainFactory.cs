using System.Reflection;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>Hands out fake grains by interface and key. A proxy, so that it fits whatever else the runtime's factory declares.</summary>
public class FakeGrainFactory : DispatchProxy
{
    private Func<Type, string, object> _resolve = null!;

    public static IGrainFactory Create(Func<Type, string, object> resolve)
    {
        var factory = Create<IGrainFactory, FakeGrainFactory>();
        ((FakeGrainFactory)(object)factory)._resolve = resolve;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod is { Name: nameof(IGrainFactory.GetGrain), IsGenericMethod: true } && args is [string key, ..]
            ? _resolve(targetMethod.GetGenericArguments()[0], key)
            : throw new NotSupportedException($"The front end is not expected to call {targetMethod?.Name}.");
}
