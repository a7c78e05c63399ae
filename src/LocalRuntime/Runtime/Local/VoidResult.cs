namespace Orleans.Runtime.Local;

/// <summary>The result of a call that has none.</summary>
internal readonly struct VoidResult;
