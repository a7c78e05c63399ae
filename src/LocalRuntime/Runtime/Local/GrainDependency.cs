using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime.Local;

/// <summary>A constructor parameter of a grain class: a service, a keyed service, persistent state, or the activation itself.</summary>
internal sealed class GrainDependency(ParameterInfo parameter)
{
    private const string DefaultStorage = "Default";

    private readonly Type _type = parameter.ParameterType;
    private readonly PersistentStateAttribute? _state = parameter.GetCustomAttribute<PersistentStateAttribute>();
    private readonly FromKeyedServicesAttribute? _keyed = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();

    internal string Name => parameter.Name ?? "";

    private bool IsState => _type.IsGenericType && _type.GetGenericTypeDefinition() == typeof(IPersistentState<>);

    internal string? FindProblem(IServiceProvider services)
    {
        if (_state is not null)
        {
            if (!IsState)
                return $"[PersistentState] stands on {_type}; it must be an IPersistentState<T>.";
            var state = _type.GetGenericArguments()[0];
            if (!state.IsValueType && state.GetConstructor(Type.EmptyTypes) is null)
                return $"{state} must have a public constructor without parameters, since it is the state of a grain without a record.";
            var storage = _state.StorageName ?? DefaultStorage;
            return IsKnown(services, typeof(IGrainStorage), storage)
                ? null
                : $"no storage is named '{storage}'; register one, for instance with AddMemoryGrainStorage(\"{storage}\").";
        }

        if (_type == typeof(IGrainContext) || parameter.HasDefaultValue)
            return null;
        if (IsState)
            return "an IPersistentState<T> needs [PersistentState(\"name\")].";
        return IsKnown(services, _type, _keyed?.Key) ? null : $"no service of type {_type} is registered.";
    }

    internal object? Resolve(Activation activation)
    {
        var services = activation.ActivationServices;
        if (_state is not null)
        {
            var storage = services.GetRequiredKeyedService<IGrainStorage>(_state.StorageName ?? DefaultStorage);
            var state = (PersistentStateBase)Activator.CreateInstance(
                typeof(PersistentState<>).MakeGenericType(_type.GetGenericArguments()), _state.StateName, activation.GrainId, storage)!;
            activation.Add(state);
            return state;
        }

        if (_type == typeof(IGrainContext))
            return activation;
        if (!parameter.HasDefaultValue)
            return _keyed is null ? services.GetRequiredService(_type) : services.GetRequiredKeyedService(_type, _keyed.Key);
        var found = _keyed is null ? services.GetService(_type) : ((IKeyedServiceProvider)services).GetKeyedService(_type, _keyed.Key);
        return found ?? parameter.DefaultValue;
    }

    private static bool IsKnown(IServiceProvider services, Type type, object? key)
    {
        var known = services.GetService<IServiceProviderIsKeyedService>();
        if (known is null)
            return true;
        return key is null ? known.IsService(type) : known.IsKeyedService(type, key);
    }
}
