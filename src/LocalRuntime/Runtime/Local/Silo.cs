using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime.Local;

/// <summary>The one silo of the process: knows the grains, delivers calls, and keeps time.</summary>
internal sealed class Silo : IHostedService, ICallTargetOwner
{
    // Deeper chains of calls go through the thread pool, so that their stack stays bounded.
    private const int MaxInlineDepth = 8;

    private readonly DeadlineList[] _deadlines;
    private readonly Lazy<GrainManifest> _manifest;
    private readonly SiloMessagingOptions _messaging;
    private readonly long _responseTime;
    private readonly IdleCollector _collector;
    private ITimer? _lateTimer;
    private volatile SiloState _state = SiloState.Created;
    private int _activations;

    public Silo(
        IServiceProvider services,
        TimeProvider time,
        ILogger<Silo> logger,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        IOptions<LocalRuntimeOptions> local)
    {
        Services = services;
        Time = time;
        Logger = logger;
        Collection = collection.Value;
        Local = local.Value;
        _messaging = messaging.Value;
        _responseTime = ToTimestampUnits(_messaging.ResponseTimeout);
        _deadlines = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new DeadlineList())];
        _manifest = new(() => new GrainManifest(Local.TypeFilter));
        _collector = new(this);
    }

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal GrainCollectionOptions Collection { get; }

    internal LocalRuntimeOptions Local { get; }

    internal GrainDirectory Directory { get; } = new();

    internal GrainManifest Manifest => _manifest.Value;

    internal int Activations => Volatile.Read(ref _activations);

    internal int ObserverMailboxLimit => _messaging.MaxEnqueuedRequestsHardLimit;

    internal IdleCollector Collector => _collector;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_state != SiloState.Created)
            throw new InvalidOperationException("The local runtime was started before.");
        var problems = OptionRules.FindProblems(_messaging, Collection, Local).Concat(Manifest.FindProblems(Services)).ToArray();
        if (problems.Length > 0)
        {
            throw new OrleansConfigurationException(
                $"The local runtime cannot start, for {problems.Length} reason(s):{string.Concat(problems.Select(one => $"\n- {one}"))}\n" +
                WireRules.Rule);
        }

        foreach (var grainClass in Manifest.Classes)
        {
            grainClass.MailboxLimit = grainClass.IsStatelessWorker
                ? _messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker
                : _messaging.MaxEnqueuedRequestsHardLimit;
            var age = Collection.ClassSpecificCollectionAge.GetValueOrDefault(grainClass.Type.FullName!, Collection.CollectionAge);
            grainClass.CollectionAge = ToTimestampUnits(age);
        }

        var lateEvery = TimeSpan.FromTicks(Math.Clamp(
            _messaging.ResponseTimeout.Ticks / 20, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond));
        using (ExecutionContext.SuppressFlow())
            _lateTimer = Time.CreateTimer(static state => ((Silo)state!).FailLateCalls(), this, lateEvery, lateEvery);
        _collector.Start();
        _state = SiloState.Running;
        RuntimeLog.Started(Logger, Manifest.Classes.Count, Manifest.Interfaces.Count);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_state != SiloState.Running)
            return;
        _state = SiloState.Stopping;
        RuntimeLog.Stopping(Logger, Activations);
        _collector.Stop();
        try
        {
            while (!Directory.IsEmpty)
            {
                var all = Directory.GetActivations();
                foreach (var activation in all)
                    activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The process stops."), cancellationToken);
                await Task.WhenAll(all.Select(one => one.Deactivated)).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            RuntimeLog.StoppedEarly(Logger, Activations);
        }

        _state = SiloState.Stopped;
        if (_lateTimer is not null)
            await _lateTimer.DisposeAsync();
        foreach (var call in TakeLate(long.MaxValue))
            call.Fail(new SiloUnavailableException($"The local runtime stopped before {call.Method} of a {call.Callee.Type} grain was answered."));
    }

    void ICallTargetOwner.OnEnded(Activation activation)
    {
        Directory.Remove(activation.GrainId, activation);
        NoteEnded(activation);
    }

    internal void NoteStarted(Activation activation)
    {
        activation.Class.Count(1);
        RuntimeMetrics.Activations.Add(1);
        if (Interlocked.Increment(ref _activations) > Local.MaxActivations)
            _collector.TrimSoon();
    }

    internal void NoteEnded(Activation activation)
    {
        activation.Class.Count(-1);
        RuntimeMetrics.Activations.Add(-1);
        Interlocked.Decrement(ref _activations);
    }

    internal long ToTimestampUnits(TimeSpan time)
    {
        var units = time.TotalSeconds * Time.TimestampFrequency;
        return units >= long.MaxValue / 2 ? long.MaxValue / 2 : (long)units;
    }

    internal GrainReference CreateReference(GrainId id, Type contract) => ProxyFactory.Get(contract)(this, id, null);

    /// <summary>
    /// Delivers a call and gives its answer: a task of <typeparamref name="TResult"/>, or any task when there is no result.
    /// </summary>
    internal Task Send<TInterface, TArguments, TResult>(
        GrainReference callee, GrainMethod<TInterface, TArguments> method, TArguments arguments, CancellationToken cancellationToken)
        where TInterface : class
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TResult>(cancellationToken);
        if (_state != SiloState.Running && FindRefusal() is { } refusal)
            return Task.FromException<TResult>(refusal);
        method.Check?.Invoke(arguments);
        RuntimeMetrics.Calls.Add(1);
        var call = new GrainCall<TInterface, TArguments, TResult>(method, arguments, callee);
        var mayInline = method.IsShort && TurnScheduler.InlineDepth < MaxInlineDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack();
        switch (Deliver(callee, call, mayInline))
        {
            case SendOutcome.Full:
                return Task.FromException<TResult>(Refuse(call));
            case SendOutcome.Gone:
                return Task.FromException<TResult>(
                    new ClientNotAvailableException($"{callee.GrainId} is gone: its reference was deleted."));
        }

        var answer = call.Answer;
        if (!answer.IsCompleted)
            Await(call, cancellationToken);
        return answer;
    }

    /// <summary>Delivers a call that an ended activation left behind.</summary>
    internal void Forward(PendingCall call)
    {
        if (call.IsAnswered)
            return;
        if (_state == SiloState.Stopped)
            call.Fail(new SiloUnavailableException("The local runtime has stopped."));
        else if (DeliverToGrain(call.Callee, call, mayInline: false, out _) == SendOutcome.Full)
            call.Fail(Refuse(call));
    }

    private Exception? FindRefusal() => _state switch
    {
        SiloState.Created => new SiloUnavailableException("The local runtime has not started: call grains after the host has."),
        SiloState.Stopping when TurnScheduler.IsInTurn => null,
        _ => new SiloUnavailableException("The local runtime stops and takes no calls from outside of grains."),
    };

    private SendOutcome Deliver(GrainReference callee, Call call, bool mayInline)
    {
        if (callee.Target is { } known)
        {
            var outcome = known.Send(call, mayInline);
            if (outcome != SendOutcome.Gone || known is ObserverTarget)
                return outcome;
        }

        var delivered = DeliverToGrain(callee.GrainId, call, mayInline, out var target);
        callee.Target = target;
        return delivered;
    }

    private SendOutcome DeliverToGrain(GrainId id, Call call, bool mayInline, out ICallTarget target)
    {
        while (true)
        {
            if (!Directory.TryFind(id, out var found))
                found = Add(id);
            target = found;
            var outcome = found.Send(call, mayInline);
            if (outcome != SendOutcome.Gone)
                return outcome;
            Directory.Remove(id, found);
        }
    }

    private ICallTarget Add(GrainId id)
    {
        var grainClass = Manifest.Find(id.Type)
            ?? throw new ArgumentException($"No grain class here is named '{id.Type}'.", nameof(id));
        if (grainClass.IsStatelessWorker)
        {
            var pool = new WorkerPool(grainClass, id, this);
            return Directory.TryAdd(id, pool) ? pool : Find(id);
        }

        var activation = new Activation(grainClass, id, this, this);
        if (!Directory.TryAdd(id, activation))
            return Find(id);
        NoteStarted(activation);
        activation.Start();
        return activation;
    }

    private ICallTarget Find(GrainId id) => Directory.TryFind(id, out var target) ? target : Add(id);

    private LimitExceededException Refuse(PendingCall call)
    {
        RuntimeMetrics.Refused.Add(1);
        var grainClass = Manifest.Find(call.Callee.Type);
        var limit = grainClass?.MailboxLimit ?? ObserverMailboxLimit;
        var name = grainClass is { IsStatelessWorker: true }
            ? nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit_StatelessWorker)
            : nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit);
        RuntimeLog.Refused(Logger, call.Method.ToString(), call.Callee.Type, limit);
        return new(name, limit + 1, limit, $"{call.Method} of a {call.Callee.Type} grain was refused because its mailbox is full; try again later.");
    }

    private void Await(PendingCall call, CancellationToken cancellationToken)
    {
        var deadlines = _deadlines[(uint)Environment.CurrentManagedThreadId % (uint)_deadlines.Length];
        deadlines.Add(call, Time.GetTimestamp() + _responseTime);
        if (call.IsAnswered)
            deadlines.Remove(call);
        call.CancelBy(cancellationToken);
    }

    [SuppressMessage("Performance", "CA1873", Justification = "Late calls are rare.")]
    private void FailLateCalls()
    {
        var late = TakeLate(Time.GetTimestamp());
        if (late.Count == 0)
            return;
        foreach (var call in late)
            call.TimeOut(_messaging.ResponseTimeout);
        RuntimeMetrics.TimedOut.Add(late.Count);
        RuntimeLog.TimedOut(Logger, late.Count, _messaging.ResponseTimeout, late[0].Method.ToString(), late[0].Callee.Type);
    }

    private List<PendingCall> TakeLate(long now)
    {
        var late = new List<PendingCall>();
        foreach (var deadlines in _deadlines)
            deadlines.TakeLate(now, late);
        return late;
    }
}
