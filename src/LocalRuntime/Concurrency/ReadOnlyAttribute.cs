namespace Orleans.Concurrency;

/// <summary>Lets calls to the method run beside each other, since none changes the grain's state.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
