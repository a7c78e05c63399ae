using System.Diagnostics;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>The fitted sources of one model by name; "popular" is always among them, because it serves where others have nothing.</summary>
public sealed class SourceSet
{
    private const string NamesSection = "sources.names";

    private readonly Dictionary<string, ICandidateSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _fitTimes = new(StringComparer.Ordinal);

    private SourceSet(int itemCount) => ItemCount = itemCount;

    /// <summary>The names of the sources that a trained model is made of, each after those it is made of.</summary>
    public static IReadOnlyList<string> AllNames { get; } =
    [
        PopularSource.SourceName, TrendingSource.SourceName, ItemToItemSource.SourceName, ContentSource.SourceName,
        SeriesAuthorSource.SourceName, BlendSource.SourceName,
    ];

    /// <summary>All sources that can be fitted: those of <see cref="AllNames"/>, then those that only fit when they are named.</summary>
    public static IReadOnlyList<string> KnownNames { get; } =
    [
        .. AllNames, Rp3BetaSource.SourceName, SparseLinearSource.SourceName, LatentFactorsSource.SourceName, EaseSource.SourceName,
        UserToUserSource.SourceName, ColdStartSource.SourceName, EngineSource.SourceName,
    ];

    /// <summary>
    /// The names of the sources that have something to say about the data: no trending without dates, no content without books.
    /// </summary>
    public static IReadOnlyList<string> ApplicableNames(TrainingData data) => ApplicableNames(data, new EaseOptions());

    private static string[] ApplicableNames(TrainingData data, EaseOptions ease)
    {
        ArgumentNullException.ThrowIfNull(data);
        var hasDates = data.OccurredAt.Span.ContainsAnyExcept(TrainingData.NoDate);
        var hasBooks = data.Books.Any(static book => book is not null);
        return [.. KnownNames.Where(name => name switch
        {
            TrendingSource.SourceName => hasDates,
            ContentSource.SourceName or SeriesAuthorSource.SourceName or ColdStartSource.SourceName => hasBooks,
            EaseSource.SourceName => EaseSource.Fits(data, ease),
            _ => true,
        })];
    }

    /// <summary>Number of items of the model.</summary>
    public int ItemCount { get; }

    /// <summary>The names of the fitted sources, in the order of <see cref="KnownNames"/>.</summary>
    public IEnumerable<string> Names => KnownNames.Where(_sources.ContainsKey);

    /// <summary>The source "popular".</summary>
    public PopularSource Popular => (PopularSource)_sources[PopularSource.SourceName];

    /// <summary>The source "trending", or null when it was not fitted.</summary>
    public TrendingSource? Trending => Find<TrendingSource>(TrendingSource.SourceName);

    /// <summary>The source "item_to_item", or null when it was not fitted.</summary>
    public ItemToItemSource? ItemToItem => Find<ItemToItemSource>(ItemToItemSource.SourceName);

    /// <summary>The source "content", or null when it was not fitted.</summary>
    public ContentSource? Content => Find<ContentSource>(ContentSource.SourceName);

    /// <summary>The source "same_author", or null when it was not fitted.</summary>
    public SeriesAuthorSource? SeriesAuthor => Find<SeriesAuthorSource>(SeriesAuthorSource.SourceName);

    /// <summary>The source "blend", or null when it was not fitted.</summary>
    public BlendSource? Blend => Find<BlendSource>(BlendSource.SourceName);

    /// <summary>The source "rp3beta", or null when it was not fitted.</summary>
    public Rp3BetaSource? Rp3Beta => Find<Rp3BetaSource>(Rp3BetaSource.SourceName);

    /// <summary>The source "latent_factors", or null when it was not fitted.</summary>
    public LatentFactorsSource? LatentFactors => Find<LatentFactorsSource>(LatentFactorsSource.SourceName);

    /// <summary>The source "engine", or null when it was not fitted.</summary>
    public EngineSource? Engine => Find<EngineSource>(EngineSource.SourceName);

    /// <summary>The settings that the sources were fitted with, those that were chosen among them; the defaults when loaded.</summary>
    public CandidateOptions Options { get; private set; } = new();

    /// <summary>How the engine was trained, or null when it was not, or was loaded.</summary>
    public EngineReport? EngineReport { get; private set; }

    /// <summary>The source "sparse_linear", or null when it was not fitted.</summary>
    public SparseLinearSource? SparseLinear => Find<SparseLinearSource>(SparseLinearSource.SourceName);

    /// <summary>True when the source was fitted.</summary>
    public bool Has(string name) => _sources.ContainsKey(name);

    /// <summary>The source "ease", or null when it was not fitted.</summary>
    public EaseSource? Ease => Find<EaseSource>(EaseSource.SourceName);

    /// <summary>The source "user_to_user", or null when it was not fitted.</summary>
    public UserToUserSource? UserToUser => Find<UserToUserSource>(UserToUserSource.SourceName);

    /// <summary>The source "cold_start", or null when it was not fitted.</summary>
    public ColdStartSource? ColdStart => Find<ColdStartSource>(ColdStartSource.SourceName);

    /// <summary>The source of a name.</summary>
    /// <exception cref="KeyNotFoundException">The source was not fitted.</exception>
    public ICandidateSource this[string name] => _sources[name];

    /// <summary>Fits sources, one after the other.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">Settings of the sources.</param>
    /// <param name="names">Which to fit, of <see cref="KnownNames"/>; those that they are made of are fitted too.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told the name of each source before it is fitted; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A name is unknown or a setting is out of bounds.</exception>
    public static SourceSet Fit(
        TrainingData data,
        CandidateOptions options,
        IReadOnlyCollection<string> names,
        int threads,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(names);
        options.Validate();
        var wanted = WithParts(names);
        var set = new SourceSet(data.Items.Count) { Options = options };
        EngineRankers? rankers = null;
        if (wanted.Contains(EngineSource.SourceName))
        {
            wanted.UnionWith(ApplicableNames(data, options.Ease));
            string[] parts = [.. wanted.Where(static name => name != EngineSource.SourceName)];
            var start = Stopwatch.GetTimestamp();
            (options, rankers, set.EngineReport) =
                new EngineTrainer(data, options, parts, options.LatentFactors.Seed, threads, progress, cancellationToken).Train();
            set.Options = options;
            set._fitTimes[EngineSource.SourceName] = Stopwatch.GetElapsedTime(start);
        }

        foreach (var name in KnownNames.Where(wanted.Contains))
        {
            progress?.Report(name);
            var start = Stopwatch.GetTimestamp();
            set._sources[name] = name switch
            {
                PopularSource.SourceName => PopularSource.Fit(data, options.Popular, threads, cancellationToken),
                TrendingSource.SourceName => TrendingSource.Fit(data, options.Trending, threads, cancellationToken),
                ItemToItemSource.SourceName => ItemToItemSource.Fit(data, options.ItemToItem, threads, cancellationToken),
                ContentSource.SourceName => ContentSource.Fit(data, options.Content, threads, cancellationToken),
                SeriesAuthorSource.SourceName => SeriesAuthorSource.Fit(data, options.SeriesAuthor, threads, cancellationToken),
                Rp3BetaSource.SourceName => Rp3BetaSource.Fit(data, options.Rp3Beta, threads, cancellationToken),
                SparseLinearSource.SourceName => SparseLinearSource.Fit(data, options.SparseLinear, threads, cancellationToken),
                LatentFactorsSource.SourceName => LatentFactorsSource.Fit(data, options.LatentFactors, threads, cancellationToken),
                EaseSource.SourceName => EaseSource.Fit(data, options.Ease, threads, cancellationToken),
                UserToUserSource.SourceName => UserToUserSource.Fit(data, options.UserToUser, threads, cancellationToken),
                ColdStartSource.SourceName =>
                    ColdStartSource.Fit(data, options.ColdStart, options.Content, threads, cancellationToken),
                EngineSource.SourceName => EngineSource.Of(data, set, rankers, options.Engine),
                _ => BlendSource.Of(data.Items.Count, options.Blend, set.Popular, set.ItemToItem!, set.Content!),
            };
            set._fitTimes[name] = set._fitTimes.GetValueOrDefault(name) + Stopwatch.GetElapsedTime(start);
        }

        return set;
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A section is missing, broken or from a newer version.</exception>
    public static SourceSet Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var set = new SourceSet(artifact.Read<int>("sources.item_count").Span[0]);
        var names = artifact.ReadStrings(NamesSection);
        foreach (var name in names)
        {
            set._sources[name] = name switch
            {
                PopularSource.SourceName => PopularSource.Load(artifact),
                TrendingSource.SourceName => TrendingSource.Load(artifact),
                ItemToItemSource.SourceName => ItemToItemSource.Load(artifact),
                ContentSource.SourceName => ContentSource.Load(artifact),
                SeriesAuthorSource.SourceName => SeriesAuthorSource.Load(artifact),
                BlendSource.SourceName => BlendSource.Load(artifact, set._sources.Values),
                Rp3BetaSource.SourceName => Rp3BetaSource.Load(artifact),
                SparseLinearSource.SourceName => SparseLinearSource.Load(artifact),
                LatentFactorsSource.SourceName => LatentFactorsSource.Load(artifact),
                EaseSource.SourceName => EaseSource.Load(artifact),
                UserToUserSource.SourceName => UserToUserSource.Load(artifact),
                ColdStartSource.SourceName => ColdStartSource.Load(artifact),
                EngineSource.SourceName => EngineSource.Load(artifact, set),
                _ => throw new InvalidDataException($"{NamesSection} holds {name}, which this version does not know"),
            };
        }

        return set._sources.ContainsKey(PopularSource.SourceName)
            ? set
            : throw new InvalidDataException($"{NamesSection} does not hold {PopularSource.SourceName}");
    }

    /// <summary>Writes all sources.</summary>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.Write<int>("sources.item_count", [ItemCount]);
        artifact.WriteStrings(NamesSection, [.. Names]);
        foreach (var name in Names)
            _sources[name].Save(artifact);
    }

    /// <summary>How long a source took to fit, with those it is made of; zero when it was loaded.</summary>
    public TimeSpan FitTime(string name)
    {
        var total = TimeSpan.Zero;
        foreach (var part in WithParts([name]).Where(part => part == name || name is BlendSource.SourceName or EngineSource.SourceName))
            total += _fitTimes.GetValueOrDefault(part);
        return total;
    }

    /// <summary>A maker of lists by one source, for one thread.</summary>
    /// <exception cref="KeyNotFoundException">The source was not fitted.</exception>
    public ListMaker CreateListMaker(string name) => new(this[name], Popular, ItemCount);

    private static HashSet<string> WithParts(IEnumerable<string> names)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal) { PopularSource.SourceName };
        foreach (var name in names)
        {
            if (!KnownNames.Contains(name))
                throw new ArgumentException($"model {name} is not known: use {string.Join(", ", KnownNames)}", nameof(names));
            wanted.Add(name);
        }

        if (wanted.Contains(EngineSource.SourceName))
            wanted.Add(BlendSource.SourceName);
        if (wanted.Contains(BlendSource.SourceName))
            wanted.UnionWith([ItemToItemSource.SourceName, ContentSource.SourceName]);
        return wanted;
    }

    private T? Find<T>(string name)
        where T : class => _sources.GetValueOrDefault(name) as T;
}
