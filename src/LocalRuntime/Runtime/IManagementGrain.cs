namespace Orleans.Runtime;

/// <summary>Counts of activations. There is one, known by 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>The number of activations.</summary>
    Task<int> GetTotalActivationCount();

    /// <summary>The number of activations of each grain class that has any, by the class's full name (ordinal).</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

    /// <summary>Ends every activation that was not used for some time. Returns when they have ended.</summary>
    /// <param name="ageLimit">How long they were not used.</param>
    Task ForceActivationCollection(TimeSpan ageLimit);
}
