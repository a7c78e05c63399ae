using Orleans.Configuration;

namespace Orleans.Runtime.Local;

/// <summary>Says which settings are out of bounds, with value and rule.</summary>
internal static class OptionRules
{
    internal static IEnumerable<string> FindProblems(
        SiloMessagingOptions messaging, GrainCollectionOptions collection, LocalRuntimeOptions local)
    {
        return new[]
        {
            Positive(nameof(SiloMessagingOptions), nameof(messaging.ResponseTimeout), messaging.ResponseTimeout),
            AtLeastOne(
                nameof(SiloMessagingOptions), nameof(messaging.MaxEnqueuedRequestsHardLimit), messaging.MaxEnqueuedRequestsHardLimit),
            AtLeastOne(
                nameof(SiloMessagingOptions),
                nameof(messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker),
                messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker),
            Positive(nameof(GrainCollectionOptions), nameof(collection.CollectionQuantum), collection.CollectionQuantum),
            Longer(nameof(collection.CollectionAge), collection.CollectionAge, collection.CollectionQuantum),
            Positive(nameof(GrainCollectionOptions), nameof(collection.ActivationTimeout), collection.ActivationTimeout),
            Positive(nameof(GrainCollectionOptions), nameof(collection.DeactivationTimeout), collection.DeactivationTimeout),
            AtLeastOne(nameof(LocalRuntimeOptions), nameof(local.MaxActivations), local.MaxActivations),
        }.Concat(collection.ClassSpecificCollectionAge.Select(pair => Longer(
            $"{nameof(collection.ClassSpecificCollectionAge)}[{pair.Key}]", pair.Value, collection.CollectionQuantum))).OfType<string>();
    }

    private static string? Positive(string options, string setting, TimeSpan value) =>
        value > TimeSpan.Zero && value < TimeSpan.FromDays(49)
            ? null
            : $"{options}.{setting} is {value}; it must be more than 0 and less than 49 days.";

    private static string? AtLeastOne(string options, string setting, int value) =>
        value >= 1 ? null : $"{options}.{setting} is {value}; it must be at least 1.";

    private static string? Longer(string setting, TimeSpan value, TimeSpan quantum) => value > quantum
        ? null
        : $"{nameof(GrainCollectionOptions)}.{setting} is {value}; it must be longer than CollectionQuantum, which is {quantum}.";
}
