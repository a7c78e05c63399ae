namespace BookRecs.Grains.Models;

/// <summary>A model with the number of its users; it is disposed when the last one lets go.</summary>
/// <param name="model">The model, owned from now on; the maker holds the first right to it.</param>
/// <param name="catalogueRevision">The revision of the catalogue that its lists hold; later changes may be among them.</param>
internal sealed class ModelSnapshot(IServingModel model, long catalogueRevision)
{
    private int _users = 1;

    /// <summary>The model.</summary>
    public IServingModel Model => model;

    /// <summary>What lists from it are made from.</summary>
    public ServingState State { get; } = new(model.Version, catalogueRevision);

    /// <summary>Takes a right to the model.</summary>
    /// <returns>False when it is disposed already.</returns>
    public bool TryAcquire()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users)
                return true;
            users = before;
        }

        return false;
    }

    /// <summary>Gives a right back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            model.Dispose();
    }
}
