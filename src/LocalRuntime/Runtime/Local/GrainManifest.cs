using System.Reflection;

namespace Orleans.Runtime.Local;

/// <summary>
/// The grain classes and interfaces of the application: of every loaded assembly that refers to this one, and of those that the
/// entry assembly leads to.
/// </summary>
internal sealed class GrainManifest
{
    private static readonly Assembly Own = typeof(GrainManifest).Assembly;
    private readonly Dictionary<Type, GrainClass> _byInterface = [];
    private readonly Dictionary<GrainType, GrainClass> _byType = [];

    internal GrainManifest(Func<Type, bool> filter)
    {
        var types = FindAssemblies().SelectMany(GetTypes).Where(filter).OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
        Interfaces = [.. types.Where(type => IsContract(type, typeof(IGrain)))];
        Observers = [.. types.Where(type => IsContract(type, typeof(IGrainObserver)))];
        Classes = [.. types.Where(IsGrainClass).Select(type => new GrainClass(type, [.. InterfacesOf(type)]))];
        foreach (var grainClass in Classes)
        {
            _byType.TryAdd(grainClass.GrainType, grainClass);
            foreach (var contract in grainClass.Interfaces)
                _byInterface.TryAdd(contract, grainClass);
        }
    }

    internal IReadOnlyList<GrainClass> Classes { get; }

    internal IReadOnlyList<Type> Interfaces { get; }

    internal IReadOnlyList<Type> Observers { get; }

    internal GrainClass? Find(Type contract) => _byInterface.GetValueOrDefault(contract);

    internal GrainClass? Find(GrainType type) => _byType.GetValueOrDefault(type);

    /// <summary>Everything that keeps the application from starting, by name; the rules are those of the documentation.</summary>
    internal IReadOnlyList<string> FindProblems(IServiceProvider services)
    {
        var problems = new List<string>();
        foreach (var contract in Interfaces)
        {
            var classes = Classes.Where(one => one.Interfaces.Contains(contract)).Select(one => one.Type.ToString()).ToArray();
            if (classes.Length == 0)
                problems.Add($"{contract}: no grain class implements it; exactly one must.");
            else if (classes.Length > 1)
                problems.Add($"{contract}: several grain classes implement it ({string.Join(", ", classes)}); exactly one must.");
        }

        foreach (var same in Classes.GroupBy(one => one.GrainType).Where(group => group.Count() > 1))
        {
            problems.Add(
                $"{string.Join(", ", same.Select(one => one.Type))}: all are named '{same.Key}'; name them apart with [GrainType].");
        }

        problems.AddRange(Classes.SelectMany(one => one.FindProblems(services)));
        problems.AddRange(new WireRules().FindProblems(Interfaces.Concat(Observers)));
        return problems;
    }

    private static bool IsContract(Type type, Type root) => type.IsInterface && type.Assembly != Own && root.IsAssignableFrom(type);

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IGrainBase).IsAssignableFrom(type);

    private static IEnumerable<Type> InterfacesOf(Type grainClass) => grainClass.GetInterfaces()
        .Where(type => typeof(IGrain).IsAssignableFrom(type) && type.Assembly != Own)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static Type[] GetTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return [.. error.Types.OfType<Type>()];
        }
    }

    private static IEnumerable<Assembly> FindAssemblies()
    {
        var seen = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(one => !one.IsDynamic));
        if (Assembly.GetEntryAssembly() is { } entry)
            open.Enqueue(entry);
        while (open.TryDequeue(out var assembly))
        {
            var name = assembly.GetName().Name ?? "";
            if (IsPlatform(name) || !seen.TryAdd(name, assembly))
                continue;
            foreach (var reference in assembly.GetReferencedAssemblies().Where(one => !IsPlatform(one.Name ?? "")))
            {
                if (!seen.ContainsKey(reference.Name!) && TryLoad(reference) is { } loaded)
                    open.Enqueue(loaded);
            }
        }

        var own = Own.GetName().Name;
        return seen.Values.Where(one => one.GetReferencedAssemblies().Any(reference => reference.Name == own));
    }

    private static bool IsPlatform(string name) =>
        name is "mscorlib" or "netstandard" or "System" || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception error) when (error is IOException or BadImageFormatException)
        {
            // Not deployed, so nothing of it can be a grain.
            return null;
        }
    }
}
