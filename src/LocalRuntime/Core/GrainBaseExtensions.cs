using Orleans.Runtime;
using Orleans.Runtime.Local;

namespace Orleans;

/// <summary>What a grain may ask of its activation.</summary>
public static class GrainBaseExtensions
{
    /// <summary>Ends the activation once the calls that run have completed; the next call makes a new one.</summary>
    /// <param name="grain">The grain.</param>
    public static void DeactivateOnIdle(this IGrainBase grain) => grain.GrainContext.Deactivate(
        new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    /// <summary>
    /// Starts a timer whose callback runs as a turn of the grain. The next tick is scheduled when the callback has completed, so
    /// a timer never overlaps itself; an exception is logged and the timer goes on. It ends with the activation.
    /// </summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="grain">The grain.</param>
    /// <param name="callback">Called at each tick; its token is cancelled when the timer or the activation ends.</param>
    /// <param name="state">Given to the callback.</param>
    /// <param name="options">When it ticks, and what it may interleave with.</param>
    /// <exception cref="InvalidOperationException">The grain was made outside a silo.</exception>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(callback);
        if (grain.GrainContext is not Activation activation)
            throw new InvalidOperationException($"{grain.GetType()} was created outside a silo, so it cannot have timers.");
        return activation.RegisterTimer(token => callback(state, token), options);
    }

    /// <inheritdoc
    ///   cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return RegisterGrainTimer(grain, static (pair, _) => pair.callback(pair.state), (callback, state), options);
    }

    /// <inheritdoc
    ///   cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return RegisterGrainTimer(grain, static (inner, token) => inner(token), callback, options);
    }

    /// <inheritdoc
    ///   cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return RegisterGrainTimer(grain, static (inner, _) => inner(), callback, options);
    }

    /// <summary>The same, with the two times given one by one.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="grain">The grain.</param>
    /// <param name="callback">Called at each tick.</param>
    /// <param name="state">Given to the callback.</param>
    /// <param name="dueTime">Until the first tick.</param>
    /// <param name="period">From the end of a tick to the next.</param>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, state, new GrainTimerCreationOptions(dueTime, period));

    /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, TimeSpan, TimeSpan)"/>
    public static IGrainTimer RegisterGrainTimer<TState>(
        this IGrainBase grain, Func<TState, Task> callback, TState state, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, state, new GrainTimerCreationOptions(dueTime, period));

    /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, TimeSpan, TimeSpan)"/>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, new GrainTimerCreationOptions(dueTime, period));

    /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, TimeSpan, TimeSpan)"/>
    public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, new GrainTimerCreationOptions(dueTime, period));
}
