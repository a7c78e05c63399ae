using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Orleans.Runtime.Local;

/// <summary>A grain class and what its attributes say.</summary>
internal sealed class GrainClass
{
    private readonly ConstructorInvoker? _constructor;
    private readonly GrainDependency[] _dependencies;
    private int _activations;

    internal GrainClass(Type type, IReadOnlyList<Type> interfaces)
    {
        Type = type;
        Interfaces = interfaces;
        GrainType = GrainType.Create(NameOf(type));
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        var constructor = FindConstructor(type);
        _constructor = constructor is null ? null : ConstructorInvoker.Create(constructor);
        _dependencies = constructor is null ? [] : [.. constructor.GetParameters().Select(parameter => new GrainDependency(parameter))];
    }

    internal Type Type { get; }

    /// <summary>The grain interfaces that the class answers to, by name.</summary>
    internal IReadOnlyList<Type> Interfaces { get; }

    internal GrainType GrainType { get; }

    internal bool IsReentrant { get; }

    /// <summary>The most activations under one key of a stateless worker; 0 for any other grain.</summary>
    internal int MaxWorkers { get; }

    internal bool IsStatelessWorker => MaxWorkers > 0;

    internal int MailboxLimit { get; set; }

    /// <summary>How long an activation must be unused to be ended, in units of the clock.</summary>
    internal long CollectionAge { get; set; }

    internal int Activations => Volatile.Read(ref _activations);

    internal void Count(int change) => Interlocked.Add(ref _activations, change);

    /// <summary>What keeps the class from being made, if anything.</summary>
    internal IEnumerable<string> FindProblems(IServiceProvider services)
    {
        if (_constructor is null)
        {
            yield return $"{Type} must have exactly one public constructor, or mark one with [ActivatorUtilitiesConstructor].";
            yield break;
        }

        foreach (var dependency in _dependencies)
        {
            if (dependency.FindProblem(services) is { } problem)
                yield return $"{Type}, constructor parameter '{dependency.Name}': {problem}";
        }
    }

    internal object Create(Activation activation)
    {
        var arguments = new object?[_dependencies.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _dependencies[i].Resolve(activation);
        return _constructor!.Invoke(arguments.AsSpan());
    }

    private static ConstructorInfo? FindConstructor(Type type)
    {
        var all = type.GetConstructors();
        var marked = all.Where(one => one.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute), inherit: false)).ToArray();
        return marked.Length == 1 ? marked[0] : all.Length == 1 ? all[0] : null;
    }

    private static string NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named)
            return named.Name;
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}
