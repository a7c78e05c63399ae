using System.Threading.RateLimiting;
using BookRecs.Frontend.Options;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Models;

/// <summary>
/// Bounds how often a training may be asked for: so many at once, then one more each time the minute's share of one has passed. The registry merges
/// requests; this keeps a loop from filling its mailbox.
/// </summary>
internal sealed class RetrainLimit(IOptions<HttpOptions> options) : IDisposable
{
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = options.Value.RetrainsPerMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.RetrainsPerMinute,
        QueueLimit = 0,
    });

    /// <summary>Seconds to wait before the next request, or null when this one may pass.</summary>
    public int? SecondsToWait()
    {
        using var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }

    public void Dispose() => _limiter.Dispose();
}
