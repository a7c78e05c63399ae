namespace Orleans;

/// <summary>Names a grain class for storage and logs, independent of its name in code.</summary>
/// <param name="grainType">The name; unique among the grain classes.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string Name { get; } = grainType;
}
