namespace Orleans.Concurrency;

/// <summary>Lets a call to the method run beside any other call of the grain.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
