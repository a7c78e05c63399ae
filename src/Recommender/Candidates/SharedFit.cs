using BookRecs.Recommender.Candidates.Linear;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// What sources have in common that are fitted on the same interactions, and one source has with itself at other settings: the nearest
/// items of each item, and the regressions on them. Each is sought once, when it is first asked for, together with what is known to be
/// asked for later. Nothing here changes a result.
/// </summary>
/// <remarks>For one thread at a time. Holds 8 bytes an interaction, and 8 bytes for each neighbour found.</remarks>
/// <param name="users">The interactions, users × items.</param>
internal sealed class SharedFit(CsrMatrix users)
{
    private readonly SortedDictionary<string, Search> _searches = new(StringComparer.Ordinal);
    private CsrMatrix? _items;
    private RidgeModels? _ridgeModels;

    /// <summary>Users × items.</summary>
    public CsrMatrix Users => users;

    /// <summary>Items × users.</summary>
    public CsrMatrix Items => _items ??= users.Transpose();

    /// <summary>The regressions of the sparse linear model.</summary>
    public RidgeModels RidgeModels => _ridgeModels ??= new RidgeModels(this);

    /// <summary>Notes a search that will be asked for, so that one before it can do both.</summary>
    /// <param name="options">How items are compared, and how many neighbours to keep.</param>
    /// <param name="includeSelf">Whether an item may be its own neighbour.</param>
    public void Plan(ItemToItemOptions options, bool includeSelf)
    {
        var search = Find(options, includeSelf);
        search.Wanted = Math.Max(search.Wanted, options.Neighbours);
    }

    /// <summary>Notes the searches of sources.</summary>
    /// <param name="options">Their settings.</param>
    /// <param name="sources">Their names.</param>
    public void Plan(CandidateOptions options, IReadOnlyCollection<string> sources)
    {
        if (sources.Contains(ItemToItemSource.SourceName) && !options.ItemToItem.UseWeights)
            Plan(options.ItemToItem, includeSelf: true);
        if (sources.Contains(ColdStartSource.SourceName))
            Plan(options.ColdStart.Search, includeSelf: true);
        if (sources.Contains(SparseLinearSource.SourceName))
            Plan(options.SparseLinear.Search, includeSelf: false);
    }

    /// <summary>Each item's nearest items, best first, by interactions that count 1 each.</summary>
    /// <param name="options">How items are compared, and how many neighbours to keep.</param>
    /// <param name="includeSelf">Whether an item may be its own neighbour.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public CsrMatrix Nearest(ItemToItemOptions options, bool includeSelf, int threads, CancellationToken cancellationToken)
    {
        Plan(options, includeSelf);
        var search = Find(options, includeSelf);
        if (search.Wanted > search.Done)
        {
            var other = _searches.Values.FirstOrDefault(other => other != search && other.Wanted > other.Done);
            if (other is null)
            {
                search.Keep(NeighbourSearch.Find(Items, users, WeightingOf(search), threads, cancellationToken));
            }
            else
            {
                var (lists, others) = PairedNeighbourSearch.Find(
                    Items, users, WeightingOf(search), WeightingOf(other), threads, cancellationToken);
                search.Keep(lists);
                other.Keep(others);
            }
        }

        return CsrRows.First(search.Lists!, options.Neighbours);
    }

    /// <summary>The search for all numbers of neighbours: fewer are the first of more.</summary>
    private Search Find(ItemToItemOptions options, bool includeSelf)
    {
        var key = FormattableString.Invariant($"{options.Weighting} {includeSelf}")
            + (options.Weighting == ItemWeighting.Bm25
                ? FormattableString.Invariant($" {options.K1:R} {options.B:R}")
                : FormattableString.Invariant($" {options.Damping:R}"));
        if (!_searches.TryGetValue(key, out var search))
            _searches.Add(key, search = new Search(options, includeSelf));
        return search;
    }

    private NeighbourWeighting WeightingOf(Search search)
    {
        var (userWeights, scales) = ItemWeights.Factors(Items, search.Options);
        return new NeighbourWeighting(userWeights, scales, scales, search.Wanted, search.IncludeSelf);
    }

    private sealed class Search(ItemToItemOptions options, bool includeSelf)
    {
        public ItemToItemOptions Options => options;

        public bool IncludeSelf => includeSelf;

        /// <summary>The most neighbours that are asked for.</summary>
        public int Wanted { get; set; }

        /// <summary>How many have been sought.</summary>
        public int Done { get; private set; }

        public CsrMatrix? Lists { get; private set; }

        public void Keep(CsrMatrix lists) => (Lists, Done) = (lists, Wanted);
    }
}
