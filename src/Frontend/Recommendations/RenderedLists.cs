using System.Numerics;
using System.Runtime.CompilerServices;
using BookRecs.Frontend.Options;
using BookRecs.Grains.Interfaces.Recommendations;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Recommendations;

/// <summary>
/// Keeps the JSON of recent lists. A user's grain returns the same instance until its answer changes, so the instance is the key and nothing
/// needs to be invalidated. A set-associative table of fixed size: reads take no lock, and memory is bounded by its places.
/// </summary>
internal sealed class RenderedLists
{
    private const int Ways = 4;
    private readonly RenderedList?[] _places;
    private readonly int _setMask;
    private int _victim;

    public RenderedLists(IOptions<HttpOptions> options)
        : this(options.Value.RenderedLists)
    {
    }

    internal RenderedLists(int places)
    {
        var sets = places == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, places / Ways));
        _places = new RenderedList?[sets * Ways];
        _setMask = sets - 1;
    }

    /// <summary>The JSON of a list; kept for the next request when asked to.</summary>
    public RenderedList Get(RecommendationList list, bool keep)
    {
        if (_places.Length == 0)
            return RenderedList.Of(list);
        var first = (RuntimeHelpers.GetHashCode(list) & _setMask) * Ways;
        var free = -1;
        for (var i = first; i < first + Ways; i++)
        {
            var place = Volatile.Read(ref _places[i]);
            if (place is null)
                free = i;
            else if (ReferenceEquals(place.List, list))
                return place;
        }
        var made = RenderedList.Of(list);
        if (keep)
            Volatile.Write(ref _places[free >= 0 ? free : first + (Interlocked.Increment(ref _victim) & (Ways - 1))], made);
        return made;
    }
}
