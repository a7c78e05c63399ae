namespace Orleans.Runtime.Local;

/// <summary>A method of a grain interface, with the way to call it.</summary>
/// <typeparam name="TInterface">The interface.</typeparam>
/// <typeparam name="TArguments">A tuple of the method's parameters.</typeparam>
internal sealed class GrainMethod<TInterface, TArguments>(
    string name, bool alwaysInterleave, bool isReadOnly, Func<TInterface, TArguments, Task> invoke, Action<TArguments>? check)
    : GrainMethod(name, alwaysInterleave, isReadOnly)
    where TInterface : class
{
    /// <summary>Calls the method on an instance.</summary>
    internal Func<TInterface, TArguments, Task> Invoke { get; } = invoke;

    /// <summary>Refuses arguments that must be references and are not; null when there is nothing to check.</summary>
    internal Action<TArguments>? Check { get; } = check;
}
