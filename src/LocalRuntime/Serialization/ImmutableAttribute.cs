namespace Orleans;

/// <summary>Marks a type whose instances never change, so that a call may pass them without a copy.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ImmutableAttribute : Attribute;
