using BookRecs.Frontend.Options;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Models;

/// <summary>
/// Bounds how often a training may be asked for: so many at once, then one more each time the minute's share of one has passed (the generic cell
/// rate algorithm, GCRA; the token bucket of .NET tells the same wait however much of it has passed). The registry merges requests; this keeps a
/// loop from filling its mailbox.
/// </summary>
internal sealed class RetrainLimit(IOptions<HttpOptions> options, TimeProvider time)
{
    private readonly TimeSpan _share = TimeSpan.FromMinutes(1) / options.Value.RetrainsPerMinute;
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private TimeSpan _fullAt;

    /// <summary>Seconds to wait before the next request, or null when this one may pass.</summary>
    public int? SecondsToWait()
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_start);
            var fullAt = (_fullAt > now ? _fullAt : now) + _share;
            var wait = fullAt - now - (_share * options.Value.RetrainsPerMinute);
            if (wait > TimeSpan.Zero)
                return (int)Math.Ceiling(wait.TotalSeconds);
            _fullAt = fullAt;
            return null;
        }
    }
}
