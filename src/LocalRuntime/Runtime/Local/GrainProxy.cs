namespace Orleans.Runtime.Local;

/// <summary>The base of the classes that are emitted for grain interfaces: each of their methods calls one of these.</summary>
internal abstract class GrainProxy(Silo silo, GrainId grainId, ICallTarget? target) : GrainReference(silo, grainId, target)
{
    protected Task InvokeTask<TInterface, TArguments>(
        GrainMethod<TInterface, TArguments> method, TArguments arguments, CancellationToken cancellationToken)
        where TInterface : class =>
        Silo.Send<TInterface, TArguments, VoidResult>(this, method, arguments, cancellationToken);

    protected Task<TResult> InvokeTaskOf<TInterface, TArguments, TResult>(
        GrainMethod<TInterface, TArguments> method, TArguments arguments, CancellationToken cancellationToken)
        where TInterface : class =>
        (Task<TResult>)Silo.Send<TInterface, TArguments, TResult>(this, method, arguments, cancellationToken);

    protected ValueTask InvokeValueTask<TInterface, TArguments>(
        GrainMethod<TInterface, TArguments> method, TArguments arguments, CancellationToken cancellationToken)
        where TInterface : class =>
        new(InvokeTask(method, arguments, cancellationToken));

    protected ValueTask<TResult> InvokeValueTaskOf<TInterface, TArguments, TResult>(
        GrainMethod<TInterface, TArguments> method, TArguments arguments, CancellationToken cancellationToken)
        where TInterface : class =>
        new(InvokeTaskOf<TInterface, TArguments, TResult>(method, arguments, cancellationToken));
}
