using System.Globalization;
using System.Reflection;
using System.Text;
using BookRecs.Grains.Interfaces.Users;

namespace BookRecs.Grains.Tests.Contracts;

/// <summary>What crosses the wire between processes, as text: names, methods and numbered members, each by its alias.</summary>
internal static class WireContracts
{
    private static readonly Assembly Contracts = typeof(IUserGrain).Assembly;

    /// <summary>The types that are sent; those that the runtime's compiler adds lie in other namespaces.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. Contracts.GetExportedTypes()
            .Where(type => type.Namespace?.StartsWith("BookRecs.Grains.Interfaces", StringComparison.Ordinal) == true)
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)) || typeof(IAddressable).IsAssignableFrom(type))
            .OrderBy(Alias, StringComparer.Ordinal),
    ];

    /// <summary>The alias of a type or a method; an error names what has none.</summary>
    public static string Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias
        ?? throw new InvalidOperationException($"{member.DeclaringType?.Name}.{member.Name} has no [Alias]: give it a name for the wire that stays.");

    public static string ToText()
    {
        var text = new StringBuilder("# Generated from src/Grains.Interfaces. Processes of neighbouring versions must understand each other:\n"
            + "# never change or reuse an alias or a number; add members with new numbers.\n");
        foreach (var type in Types)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Kind(type)} {Alias(type)}\n");
            foreach (var line in Members(type))
                text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type.IsEnum ? "enum"
        : !type.IsInterface ? "record"
        : typeof(IGrainObserver).IsAssignableFrom(type) ? "observer" : "grain";

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Select(value => $"{Convert.ToInt64(value, CultureInfo.InvariantCulture)} {value}");
        if (type.IsInterface)
        {
            return type.GetMethods().Where(static method => method.IsAbstract).OrderBy(Alias, StringComparer.Ordinal).Select(method =>
                $"{Alias(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}): "
                + Name(method.ReturnType));
        }

        return type.GetProperties()
            .Select(property => (Id: property.GetCustomAttribute<IdAttribute>()?.Id, property))
            .Where(member => member.Id is not null)
            .OrderBy(member => member.Id)
            .Select(member => $"{member.Id} {member.property.Name}: {Name(member.property.PropertyType)}");
    }

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return $"{Name(inner)}?";
        if (type.Assembly == Contracts)
            return Alias(type);
        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
