using System.Threading.RateLimiting;
using BookRecs.Frontend.Options;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Models;

/// <summary>Bounds how often a training may be asked for. The registry merges requests; this keeps a loop from filling its mailbox.</summary>
internal sealed class RetrainLimit(IOptions<HttpOptions> options) : IDisposable
{
    private readonly SlidingWindowRateLimiter _limiter = new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = options.Value.RetrainsPerMinute,
        Window = TimeSpan.FromMinutes(1),
        SegmentsPerWindow = 6,
        QueueLimit = 0,
    });

    /// <summary>Seconds to wait before the next request, or null when this one may pass.</summary>
    public int? SecondsToWait()
    {
        using var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 10;
    }

    public void Dispose() => _limiter.Dispose();
}
