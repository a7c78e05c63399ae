namespace Orleans;

/// <summary>A grain that is known by a 64-bit number.</summary>
public interface IGrainWithIntegerKey : IGrain;
