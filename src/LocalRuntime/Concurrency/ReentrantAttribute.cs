namespace Orleans.Concurrency;

/// <summary>Lets every call to the grain run beside its other calls, still one turn at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
