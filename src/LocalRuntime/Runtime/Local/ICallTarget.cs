namespace Orleans.Runtime.Local;

/// <summary>Takes calls: an activation, the workers of a stateless grain, or an observer.</summary>
internal interface ICallTarget
{
    /// <summary>Takes a call, or says why not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="mayInline">True allows to run the call's first turn on the caller's thread.</param>
    SendOutcome Send(Call call, bool mayInline);
}
