namespace Orleans.Runtime.Local;

/// <summary>Where an activation is kept while it lives.</summary>
internal interface ICallTargetOwner
{
    /// <summary>Forgets an activation that ended.</summary>
    void OnEnded(Activation activation);
}
