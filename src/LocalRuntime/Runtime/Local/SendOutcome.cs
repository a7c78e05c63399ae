namespace Orleans.Runtime.Local;

/// <summary>What a target made of a call.</summary>
internal enum SendOutcome
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>The mailbox is full.</summary>
    Full,

    /// <summary>The target has ended.</summary>
    Gone,
}
