namespace Orleans.Runtime.Local;

/// <summary>The activations of a stateless worker under one key: a call goes to a free one, or to the one with the fewest calls.</summary>
internal sealed class WorkerPool(GrainClass grainClass, GrainId id, Silo silo) : ICallTarget, ICallTargetOwner
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];
    private bool _ended;

    public SendOutcome Send(Call call, bool mayInline)
    {
        while (true)
        {
            Activation worker;
            lock (_gate)
            {
                if (_ended)
                    return SendOutcome.Gone;
                worker = Choose();
            }

            var outcome = worker.Send(call, mayInline);
            if (outcome != SendOutcome.Gone)
                return outcome;
            OnEnded(worker);
        }
    }

    public void OnEnded(Activation activation)
    {
        lock (_gate)
        {
            if (!_workers.Remove(activation))
                return;
            if (_workers.Count == 0)
            {
                _ended = true;
                silo.Directory.Remove(id, this);
            }
        }

        silo.NoteEnded(activation);
    }

    internal void AddTo(List<Activation> activations)
    {
        lock (_gate)
            activations.AddRange(_workers);
    }

    private Activation Choose()
    {
        Activation? least = null;
        var load = int.MaxValue;
        foreach (var worker in _workers)
        {
            if (worker.Load >= load)
                continue;
            least = worker;
            load = worker.Load;
        }

        if (least is not null && (load == 0 || _workers.Count >= grainClass.MaxWorkers))
            return least;
        var added = new Activation(grainClass, id, silo, this);
        _workers.Add(added);
        silo.NoteStarted(added);
        added.Start();
        return added;
    }
}
