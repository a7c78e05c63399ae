namespace Orleans.Runtime;

/// <summary>Asks for persistent state as a constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
/// <param name="stateName">The name of the state within the grain.</param>
/// <param name="storageName">The name of the storage; null means the one named "Default".</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The name of the state within the grain.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The name of the storage; null means the one named "Default".</summary>
    public string? StorageName { get; } = storageName;
}
