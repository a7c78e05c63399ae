using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Options;

/// <summary>Stops the start when a bound of <see cref="HttpOptions"/> is broken, naming setting, value and rule.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        var failures = new List<string>();
        Check(failures, nameof(options.DeadlineMilliseconds), options.DeadlineMilliseconds, 1, 60_000);
        Check(failures, nameof(options.FallbackDeadlineMilliseconds), options.FallbackDeadlineMilliseconds, 1, 60_000);
        Check(failures, nameof(options.ReadDeadlineMilliseconds), options.ReadDeadlineMilliseconds, 1, 600_000);
        Check(failures, nameof(options.WriteDeadlineMilliseconds), options.WriteDeadlineMilliseconds, 1, 600_000);
        Check(failures, nameof(options.RepeatMilliseconds), options.RepeatMilliseconds, 50, 600_000);
        Check(failures, nameof(options.MaxRequestBodyBytes), options.MaxRequestBodyBytes, 1_024, 30_000_000);
        Check(failures, nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests, 1, 1_000_000);
        Check(failures, nameof(options.MaxQueuedRequests), options.MaxQueuedRequests, 0, 100_000);
        Check(failures, nameof(options.MaxConnections), options.MaxConnections, 1, 1_000_000);
        Check(failures, nameof(options.BatchParallelism), options.BatchParallelism, 1, 1_000);
        Check(failures, nameof(options.RetrainsPerMinute), options.RetrainsPerMinute, 1, 1_000);
        Check(failures, nameof(options.MaxFutureHours), options.MaxFutureHours, 0, 8_760);
        Check(failures, nameof(options.RenderedLists), options.RenderedLists, 0, 10_000_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(List<string> failures, string setting, int value, int low, int high)
    {
        if (value < low || value > high)
            failures.Add(FormattableString.Invariant($"{HttpOptions.Section}:{setting} is {value}; it must be {low} to {high}."));
    }
}
