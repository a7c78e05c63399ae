using System.Collections.Concurrent;
using System.Globalization;

namespace Orleans.Runtime.Local;

/// <summary>Makes references to the grains of the one silo.</summary>
internal sealed class LocalClient(Silo silo, IServiceProvider services) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, Maker> _makers = new();
    private readonly ManagementGrain _management = new(silo);
    private long _observers;

    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        return Make<TGrainInterface>(primaryKey, grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        typeof(TGrainInterface) == typeof(IManagementGrain)
            ? (TGrainInterface)(object)_management
            : Make<TGrainInterface>(primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        Make<TGrainInterface>(primaryKey.ToString("N"), grainClassNamePrefix);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainReference or not TGrainObserverInterface)
            throw new ArgumentException($"{obj.GetType()} is no object of type {typeof(TGrainObserverInterface)}.", nameof(obj));
        var number = Interlocked.Increment(ref _observers).ToString(CultureInfo.InvariantCulture);
        var id = GrainId.Create("sys.observer", $"{typeof(TGrainObserverInterface).Name}+{number}");
        var target = new ObserverTarget(obj, id, silo.ObserverMailboxLimit, silo.Time);
        return (TGrainObserverInterface)(object)ProxyFactory.Get(typeof(TGrainObserverInterface))(silo, id, target);
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference { Target: ObserverTarget target })
            throw new ArgumentException("It is not a reference from CreateObjectReference.", nameof(obj));
        target.Delete();
    }

    private TGrainInterface Make<TGrainInterface>(string key, string? prefix)
    {
        if (prefix is not null)
            throw new ArgumentException("An interface has one grain class, so there is nothing to choose by a prefix.", nameof(prefix));
        var maker = _makers.TryGetValue(typeof(TGrainInterface), out var known) ? known : FindMaker(typeof(TGrainInterface));
        return (TGrainInterface)(object)maker.Create(silo, GrainId.Create(maker.Type, key), null);
    }

    private Maker FindMaker(Type contract)
    {
        var grainClass = silo.Manifest.Find(contract)
            ?? throw new ArgumentException($"{contract} is not the interface of a grain here: no grain class implements it.");
        return _makers.GetOrAdd(contract, new Maker(grainClass.GrainType, ProxyFactory.Get(contract)));
    }

    private sealed record Maker(GrainType Type, ProxyFactory.Create Create);
}
