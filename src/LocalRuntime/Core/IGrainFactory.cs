namespace Orleans;

/// <summary>Makes references to grains and to observers. A reference costs nothing until it is called.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to a grain that is known by a string.</summary>
    /// <typeparam name="TGrainInterface">The grain's interface.</typeparam>
    /// <param name="primaryKey">The key; not empty.</param>
    /// <param name="grainClassNamePrefix">Not needed: an interface has one grain class. Must be null.</param>
    /// <exception cref="ArgumentException">The key is empty, or the interface is not that of a grain here.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference to a grain that is known by a number.</summary>
    /// <typeparam name="TGrainInterface">The grain's interface.</typeparam>
    /// <param name="primaryKey">The key.</param>
    /// <param name="grainClassNamePrefix">Not needed: an interface has one grain class. Must be null.</param>
    /// <exception cref="ArgumentException">The interface is not that of a grain here.</exception>
    TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey;

    /// <summary>A reference to a grain that is known by a <see cref="Guid"/>.</summary>
    /// <typeparam name="TGrainInterface">The grain's interface.</typeparam>
    /// <param name="primaryKey">The key.</param>
    /// <param name="grainClassNamePrefix">Not needed: an interface has one grain class. Must be null.</param>
    /// <exception cref="ArgumentException">The interface is not that of a grain here.</exception>
    TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey;

    /// <summary>
    /// A reference through which grains call the object. The object is held weakly: keep it alive as long as it wants calls.
    /// </summary>
    /// <typeparam name="TGrainObserverInterface">The observer's interface.</typeparam>
    /// <param name="obj">The object.</param>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends a reference: later calls through it fail.</summary>
    /// <typeparam name="TGrainObserverInterface">The observer's interface.</typeparam>
    /// <param name="obj">The reference.</param>
    /// <exception cref="ArgumentException">It is not a reference from <see cref="CreateObjectReference"/>.</exception>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}
