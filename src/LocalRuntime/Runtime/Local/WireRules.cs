using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime.Local;

/// <summary>
/// What may cross a grain call. In one process a call passes objects as they are, so a mutable one would be shared where a
/// cluster copies it, and a type that cannot be serialized would only fail there.
/// </summary>
internal sealed class WireRules
{
    internal const string Rule =
        "What crosses a grain call must be a primitive, string, decimal, Guid, date or time, an enum, a nullable of these, an " +
        "immutable collection (ImmutableArray, ImmutableList, ImmutableDictionary, ImmutableHashSet), a CancellationToken, a grain " +
        "or observer interface, or an immutable record marked [GenerateSerializer, Immutable] with a different [Id] on each " +
        "member; methods return Task, Task<T>, ValueTask or ValueTask<T>.";

    internal const int MaxParameters = 7;

    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Guid), typeof(Int128), typeof(UInt128), typeof(Half), typeof(CancellationToken),
    ];

    private static readonly HashSet<Type> Collections =
    [
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(Nullable<>),
    ];

    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _problems = [];

    /// <summary>Every offence against the rule in the interfaces and in the types that they lead to, in order of discovery.</summary>
    internal IReadOnlyList<string> FindProblems(IEnumerable<Type> contracts)
    {
        foreach (var contract in contracts)
            CheckContract(contract);
        return _problems;
    }

    private void CheckContract(Type contract)
    {
        if (contract.ContainsGenericParameters)
            _problems.Add($"{contract}: a grain interface must not be generic.");
        foreach (var member in contract.GetMembers().Where(one => one is PropertyInfo or EventInfo))
            _problems.Add($"{contract}.{member.Name}: a grain interface has methods only.");
        foreach (var method in contract.GetMethods().Where(one => one is { IsSpecialName: false, IsAbstract: true, IsStatic: false }))
        {
            var where = $"{contract}.{method.Name}";
            if (method.IsGenericMethod)
            {
                _problems.Add($"{where}: the method must not be generic.");
                continue;
            }

            CheckReturn(method.ReturnType, where);
            var parameters = method.GetParameters();
            if (parameters.Length > MaxParameters)
                _problems.Add($"{where} has {parameters.Length} parameters; the most is {MaxParameters}.");
            foreach (var parameter in parameters)
                CheckParameter(parameter, $"{where}, parameter '{parameter.Name}'", parameters.Length);
        }
    }

    private void CheckParameter(ParameterInfo parameter, string where, int count)
    {
        if (parameter.ParameterType.IsByRef)
            _problems.Add($"{where}: it must not be ref, in or out.");
        else if (parameter.ParameterType == typeof(CancellationToken) && parameter.Position != count - 1)
            _problems.Add($"{where}: a CancellationToken must be the last parameter.");
        else
            CheckType(parameter.ParameterType, where);
    }

    private void CheckReturn(Type type, string where)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
            return;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
            CheckType(type.GetGenericArguments()[0], $"{where}, result");
        else
            _problems.Add($"{where} returns {type}; it must return Task, Task<T>, ValueTask or ValueTask<T>.");
    }

    private void CheckType(Type type, string where)
    {
        if ((type.IsPrimitive && type != typeof(nint) && type != typeof(nuint)) || type.IsEnum || Plain.Contains(type))
            return;
        if (type.IsInterface && (typeof(IGrain).IsAssignableFrom(type) || typeof(IGrainObserver).IsAssignableFrom(type)))
            return;
        if (type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition()))
        {
            foreach (var argument in type.GetGenericArguments())
                CheckType(argument, where);
        }
        else if (type.IsArray)
        {
            _problems.Add($"{where}: {type} is an array, which is mutable; use ImmutableArray<{type.GetElementType()}>.");
        }
        else if (!IsRecord(type))
        {
            _problems.Add($"{where}: {type} is not allowed.");
        }
        else if (_seen.Add(type))
        {
            CheckRecord(type);
        }
    }

    private void CheckRecord(Type type)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            _problems.Add($"{type} is not marked [GenerateSerializer].");
        if (!type.IsDefined(typeof(ImmutableAttribute), inherit: false))
            _problems.Add($"{type} is not marked [Immutable].");
        if (type.IsValueType && !type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false))
            _problems.Add($"{type} is a struct that is not readonly.");
        var ids = new Dictionary<uint, string>();
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(Own))
            CheckMember(type, field, ids);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            CheckType(parent, $"the base of {type}");
    }

    private void CheckMember(Type type, FieldInfo field, Dictionary<uint, string> ids)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var isBacking = field.Name.StartsWith('<');
        var name = isBacking ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
        var member = isBacking ? (MemberInfo?)type.GetProperty(name, Own) ?? field : field;
        if (member.GetCustomAttribute<IdAttribute>() is not { } id)
            _problems.Add($"{type}.{name} has no [Id].");
        else if (!ids.TryAdd(id.Id, name))
            _problems.Add($"{type}.{name} has the same [Id({id.Id})] as {ids[id.Id]}.");
        if (IsSettable(field, member))
            _problems.Add($"{type}.{name} can be changed; it must be init-only or readonly.");
        CheckType(field.FieldType, $"{type}.{name}");
    }

    private static bool IsSettable(FieldInfo field, MemberInfo member)
    {
        if (member is not PropertyInfo property)
            return !field.IsInitOnly;
        return property.SetMethod is { } setter
            && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
    }

    private static bool IsRecord(Type type) => type.IsClass
        ? type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null
        : type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;
}
