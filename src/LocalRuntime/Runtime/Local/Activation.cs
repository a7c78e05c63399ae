using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime.Local;

/// <summary>One instance of a grain: it is made by the first call, answers calls turn by turn, and ends when it is idle.</summary>
internal sealed class Activation : CallTarget, IGrainContext
{
    [ThreadStatic]
    private static Activation? _underConstruction;

    private readonly GrainClass _class;
    private readonly Silo _silo;
    private readonly ICallTargetOwner _owner;
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActivationState _state = ActivationState.Activating;
    private object? _instance;
    private AsyncServiceScope? _scope;
    private List<GrainTimer>? _timers;
    private List<PersistentStateBase>? _states;
    private DeactivationReason? _ending;
    private CancellationToken _endingToken;
    private long _lastUsed;
    private long _keepUntil;

    internal Activation(GrainClass grainClass, GrainId id, Silo silo, ICallTargetOwner owner)
        : base(grainClass.MailboxLimit, grainClass.IsReentrant)
    {
        _class = grainClass;
        _silo = silo;
        _owner = owner;
        GrainId = id;
        _lastUsed = silo.Time.GetTimestamp();
    }

    /// <summary>The activation whose instance the current thread is making.</summary>
    internal static Activation? UnderConstruction => _underConstruction;

    public GrainId GrainId { get; }

    public object? GrainInstance => _instance;

    public GrainReference GrainReference => _silo.CreateReference(GrainId, _class.Interfaces[0]);

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? _silo.Services;

    public Task Deactivated => _deactivated.Task;

    internal GrainClass Class => _class;

    internal Silo Silo => _silo;

    internal override object Instance => _instance!;

    internal override GrainId Callee => GrainId;

    internal override long Timestamp => _silo.Time.GetTimestamp();

    /// <summary>When it was last used; read without the gate as a hint.</summary>
    internal long LastUsed => Volatile.Read(ref _lastUsed);

    protected override bool IsGone => _state == ActivationState.Ended;

    protected override bool IsOpen => _state == ActivationState.Active;

    protected override bool IsClosing => _ending is { ReasonCode: not DeactivationReasonCode.ShuttingDown };

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (Gate)
        {
            if (_state is ActivationState.Deactivating or ActivationState.Ended || _ending is not null)
                return;
            _ending = deactivationReason;
            _endingToken = cancellationToken;
            if (Running == 0)
                OnQuiet();
        }
    }

    /// <summary>Makes the instance, reads its state and lets the waiting calls in. Called once.</summary>
    internal void Start() =>
        Task.Factory.StartNew(ActivateAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>Ends the activation if it was unused since a time. The check and the end are one step.</summary>
    internal bool TryCollect(long unusedSince, long now)
    {
        lock (Gate)
        {
            if (_state != ActivationState.Active || _ending is not null || Running > 0 || Waiting > 0)
                return false;
            if (_lastUsed > unusedSince || _keepUntil > now)
                return false;
            _ending = new(DeactivationReasonCode.ActivationIdle, "The activation was idle.");
            OnQuiet();
            return true;
        }
    }

    internal void DelayDeactivation(TimeSpan time)
    {
        var now = _silo.Time.GetTimestamp();
        var forEver = time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue;
        var until = forEver ? long.MaxValue : time <= TimeSpan.Zero ? 0 : now + _silo.ToTimestampUnits(time);
        lock (Gate)
            _keepUntil = until < now ? long.MaxValue * Math.Sign(until) : until;
    }

    internal IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (Gate)
        {
            if (_state is ActivationState.Deactivating or ActivationState.Ended)
                throw new InvalidOperationException($"A {GrainId.Type} grain is being deactivated, so it cannot start a timer.");
            (_timers ??= []).Add(timer);
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void Forget(GrainTimer timer)
    {
        lock (Gate)
            _timers?.Remove(timer);
    }

    /// <summary>Has the state read before the grain is activated.</summary>
    internal void Add(PersistentStateBase state) => (_states ??= []).Add(state);

    protected override void OnCompleted(Call call, Exception? error, long timestamp)
    {
        if (call.CountsAsUse)
            Volatile.Write(ref _lastUsed, timestamp);
        if (error is Storage.InconsistentStateException && _state == ActivationState.Active)
            _ending ??= new(DeactivationReasonCode.ApplicationError, error, "The stored state is not the one that was read.");
    }

    protected override void OnQuiet()
    {
        if (_ending is not { } reason || _state != ActivationState.Active)
            return;
        _state = ActivationState.Deactivating;
        var token = _endingToken;
        Task.Factory.StartNew(
            () => DeactivateAsync(reason, token), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
    }

    private async Task ActivateAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(_silo.Collection.ActivationTimeout, _silo.Time);
            await ActivateCoreAsync(timeout.Token).WaitAsync(_silo.Collection.ActivationTimeout, _silo.Time);
        }
        catch (Exception error)
        {
            RuntimeLog.ActivationFailed(_silo.Logger, error, GrainId.Type);
            await EndAsync(error);
            return;
        }

        RuntimeMetrics.Activated.Add(1);
        lock (Gate)
        {
            _state = ActivationState.Active;
            BeginWaiting();
        }
    }

    private async Task ActivateCoreAsync(CancellationToken timeout)
    {
        _scope = _silo.Services.CreateAsyncScope();
        _underConstruction = this;
        try
        {
            _instance = _class.Create(this);
        }
        finally
        {
            _underConstruction = null;
        }

        foreach (var state in _states ?? [])
            await state.ReadStateAsync(timeout);
        if (_instance is IGrainBase grain)
            await grain.OnActivateAsync(timeout);
    }

    private async Task DeactivateAsync(DeactivationReason reason, CancellationToken stop)
    {
        RuntimeLog.Deactivating(_silo.Logger, GrainId.Type, reason.ReasonCode);
        GrainTimer[] timers;
        lock (Gate)
            timers = _timers?.ToArray() ?? [];
        foreach (var timer in timers)
            timer.Dispose();
        try
        {
            using var timeout = new CancellationTokenSource(_silo.Collection.DeactivationTimeout, _silo.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
            if (_instance is IGrainBase grain)
                await grain.OnDeactivateAsync(reason, either.Token).WaitAsync(_silo.Collection.DeactivationTimeout, _silo.Time, stop);
        }
        catch (Exception error)
        {
            RuntimeLog.DeactivationFailed(_silo.Logger, error, GrainId.Type);
        }

        RuntimeMetrics.Deactivated.Add(1);
        await EndAsync(null);
    }

    /// <summary>Leaves the silo; the waiting calls fail with the error, or go to the next activation when there is none.</summary>
    private async Task EndAsync(Exception? error)
    {
        Call[] waiting;
        GrainTimer[] timers;
        lock (Gate)
        {
            _state = ActivationState.Ended;
            waiting = TakeWaiting();
            timers = _timers?.ToArray() ?? [];
            _timers = null;
        }

        foreach (var timer in timers)
            timer.Dispose();
        _owner.OnEnded(this);
        foreach (var call in waiting)
        {
            if (call is not PendingCall pending)
                continue;
            if (error is null)
                _silo.Forward(pending);
            else
                pending.Fail(error);
        }

        try
        {
            if (_scope is { } scope)
                await scope.DisposeAsync();
        }
        catch (Exception disposeError)
        {
            RuntimeLog.DeactivationFailed(_silo.Logger, disposeError, GrainId.Type);
        }

        // A reference that somebody keeps must not keep the grain in memory.
        _instance = null;
        _scope = null;
        _states = null;
        _deactivated.TrySetResult();
    }
}
