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

    /// <summary>The names of the sources that every model has, each after those it is made of.</summary>
    public static IReadOnlyList<string> BaseNames { get; } =
    [
        PopularSource.SourceName, TrendingSource.SourceName, ItemToItemSource.SourceName, ContentSource.SourceName,
        SeriesAuthorSource.SourceName, BlendSource.SourceName,
    ];

    /// <summary>The names of the sources that the engine asks beside those, where there is enough to train its rankers on.</summary>
    public static IReadOnlyList<string> OptionalNames { get; } =
        [SparseLinearSource.SourceName, LatentFactorsSource.SourceName, ColdStartSource.SourceName];

    /// <summary>All sources that can be fitted, each after those it is made of.</summary>
    public static IReadOnlyList<string> KnownNames { get; } =
    [
        .. BaseNames, Rp3BetaSource.SourceName, SparseLinearSource.SourceName, LatentFactorsSource.SourceName, EaseSource.SourceName,
        UserToUserSource.SourceName, ColdStartSource.SourceName, CoPurchaseSource.SourceName, NewSource.SourceName,
        EngineSource.SourceName,
    ];

    /// <summary>
    /// The names of the sources that have something to say about the data: no trending without dates, no content without books.
    /// </summary>
    public static IReadOnlyList<string> ApplicableNames(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var hasDates = data.OccurredAt.Span.ContainsAnyExcept(TrainingData.NoDate);
        var hasBooks = data.Books.Any(static book => book is not null);
        return [.. KnownNames.Where(name => name switch
        {
            TrendingSource.SourceName or CoPurchaseSource.SourceName => hasDates,
            NewSource.SourceName => NewSource.Fits(data),
            ContentSource.SourceName or SeriesAuthorSource.SourceName or ColdStartSource.SourceName => hasBooks,
            EaseSource.SourceName => EaseSource.Fits(data, new EaseOptions()),
            _ => true,
        })];
    }

    /// <summary>Number of items of the model.</summary>
    public int ItemCount { get; }

    /// <summary>The names of the fitted sources, in the order of <see cref="KnownNames"/>.</summary>
    public IEnumerable<string> Names => KnownNames.Where(_sources.ContainsKey);

    /// <summary>The settings that the sources were fitted with, those that were chosen among them; the defaults when loaded.</summary>
    public CandidateOptions Options { get; private set; } = new();

    /// <summary>How the engine was trained, or null when it was not, or was loaded.</summary>
    public EngineReport? EngineReport { get; private set; }

    /// <summary>The source "popular".</summary>
    public PopularSource Popular => (PopularSource)_sources[PopularSource.SourceName];

    /// <summary>The source "trending", or null when it was not fitted.</summary>
    public TrendingSource? Trending => Find<TrendingSource>(TrendingSource.SourceName);

    /// <summary>The source "item_to_item", or null when it was not fitted.</summary>
    public ItemToItemSource? ItemToItem => Find<ItemToItemSource>(ItemToItemSource.SourceName);

    /// <summary>The source "content", or null when it was not fitted.</summary>
    public ContentSource? Content => Find<ContentSource>(ContentSource.SourceName);

    /// <summary>The source "blend", or null when it was not fitted.</summary>
    public BlendSource? Blend => Find<BlendSource>(BlendSource.SourceName);

    /// <summary>The source "sparse_linear", or null when it was not fitted.</summary>
    public SparseLinearSource? SparseLinear => Find<SparseLinearSource>(SparseLinearSource.SourceName);

    /// <summary>The source "latent_factors", or null when it was not fitted.</summary>
    public LatentFactorsSource? LatentFactors => Find<LatentFactorsSource>(LatentFactorsSource.SourceName);

    /// <summary>The source "cold_start", or null when it was not fitted.</summary>
    public ColdStartSource? ColdStart => Find<ColdStartSource>(ColdStartSource.SourceName);

    /// <summary>The source "engine", or null when it was not fitted.</summary>
    public EngineSource? Engine => Find<EngineSource>(EngineSource.SourceName);

    /// <summary>True when the source was fitted.</summary>
    public bool Has(string name) => _sources.ContainsKey(name);

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
        if (!wanted.Contains(EngineSource.SourceName))
        {
            if (wanted.Contains(ContentSource.SourceName) || wanted.Contains(ColdStartSource.SourceName))
                set.Options = WithLearnedWeights(data, options, threads, cancellationToken);
            set.FitAll(data, wanted, engine: null, shared: null, threads, progress, cancellationToken);
            return set;
        }

        var start = Stopwatch.GetTimestamp();
        var training = TrainEngine(data, options, threads, progress is null ? null : new StageNames(progress), cancellationToken);
        var trained = Stopwatch.GetElapsedTime(start);
        wanted.UnionWith(training.Parts);
        (set.Options, set.EngineReport) = (training.Options, training.Report);
        set.FitAll(data, wanted, training, shared: null, threads, progress, cancellationToken);
        set._fitTimes[EngineSource.SourceName] += trained;
        return set;
    }

    /// <summary>Chooses the settings of the sources and trains the engine's rankers, on holdouts within the data.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">Settings; those of sources are where the choice begins.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told of each step; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static EngineTraining TrainEngine(
        TrainingData data, CandidateOptions options, int threads, IProgress<EngineProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var parts = WithParts([BlendSource.SourceName]);
        parts.UnionWith(ApplicableNames(data).Where(static name => BaseNames.Contains(name) || OptionalNames.Contains(name)));
        parts.ExceptWith(options.Engine.ExcludedSources);
        options = WithLearnedWeights(data, options, threads, cancellationToken);
        var trainer = new EngineTrainer(
            data, options, [.. KnownNames.Where(parts.Contains)], options.LatentFactors.Seed, threads, progress, cancellationToken);
        return trainer.Train();
    }

    /// <summary>Fits what a trained engine is made of, and the engine. The data may be more than what the engine was trained on.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="training">The chosen settings and the rankers.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told the name of each source before it is fitted; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static SourceSet Fit(
        TrainingData data, EngineTraining training, int threads, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(training);
        var set = new SourceSet(data.Items.Count) { Options = training.Options, EngineReport = training.Report };
        set.FitAll(data, [.. training.Parts, EngineSource.SourceName], training, null, threads, progress, cancellationToken);
        return set;
    }

    /// <summary>Fits sources other than the engine with settings as they are.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="shared">What was found out about the same interactions before, and keeps what is found out now.</param>
    /// <param name="options">Settings of the sources.</param>
    /// <param name="names">Which to fit; those that they are made of are fitted too.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static SourceSet Fit(
        TrainingData data,
        SharedFit shared,
        CandidateOptions options,
        IReadOnlyCollection<string> names,
        int threads,
        CancellationToken cancellationToken)
    {
        var set = new SourceSet(data.Items.Count) { Options = options };
        set.FitAll(data, WithParts(names), null, shared, threads, null, cancellationToken);
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
                CoPurchaseSource.SourceName => CoPurchaseSource.Load(artifact),
                NewSource.SourceName => NewSource.Load(artifact),
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

    /// <summary>The same sources without those that are not named.</summary>
    /// <exception cref="KeyNotFoundException">A name was not fitted.</exception>
    internal SourceSet Only(IEnumerable<string> names)
    {
        var set = new SourceSet(ItemCount) { Options = Options };
        foreach (var name in names)
            set._sources.Add(name, _sources[name]);
        return set;
    }

    /// <summary>Learns how much each field of a book counts, where there is enough to learn it from.</summary>
    private static CandidateOptions WithLearnedWeights(
        TrainingData data, CandidateOptions options, int threads, CancellationToken cancellationToken)
    {
        var enough = options.Content.LearnWeightsFrom;
        if (enough == 0 || data.Interactions.EntryCount < enough)
            return options;
        var content = ContentFieldWeights.Learn(data, options.Content, options.LatentFactors.Seed, threads, cancellationToken);
        return options with { Content = content with { LearnWeightsFrom = 0 } };
    }

    private void FitAll(
        TrainingData data,
        HashSet<string> names,
        EngineTraining? engine,
        SharedFit? shared,
        int threads,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        shared ??= new SharedFit(data.Interactions);
        shared.Plan(Options, names);
        foreach (var name in KnownNames.Where(names.Contains))
        {
            progress?.Report(name);
            var start = Stopwatch.GetTimestamp();
            _sources[name] = name switch
            {
                PopularSource.SourceName => PopularSource.Fit(data, Options.Popular, threads, cancellationToken),
                TrendingSource.SourceName => TrendingSource.Fit(data, Options.Trending, threads, cancellationToken),
                ItemToItemSource.SourceName => ItemToItemSource.Fit(shared, Options.ItemToItem, threads, cancellationToken),
                ContentSource.SourceName => ContentSource.Fit(data, Options.Content, threads, cancellationToken),
                SeriesAuthorSource.SourceName => SeriesAuthorSource.Fit(data, Options.SeriesAuthor, threads, cancellationToken),
                Rp3BetaSource.SourceName => Rp3BetaSource.Fit(data, Options.Rp3Beta, threads, cancellationToken),
                SparseLinearSource.SourceName => SparseLinearSource.Fit(shared, Options.SparseLinear, threads, cancellationToken),
                LatentFactorsSource.SourceName => LatentFactorsSource.Fit(data, Options.LatentFactors, threads, cancellationToken),
                EaseSource.SourceName => EaseSource.Fit(data, Options.Ease, threads, cancellationToken),
                UserToUserSource.SourceName => UserToUserSource.Fit(data, Options.UserToUser, threads, cancellationToken),
                ColdStartSource.SourceName =>
                    ColdStartSource.Fit(data, shared, Options.ColdStart, Options.Content, LatentFactors, threads, cancellationToken),
                CoPurchaseSource.SourceName => CoPurchaseSource.Fit(data, Options.CoPurchase, threads, cancellationToken),
                NewSource.SourceName => NewSource.Fit(data, Options.New, threads, cancellationToken),
                EngineSource.SourceName => EngineSource.Of(data, this, engine!, threads, cancellationToken),
                _ => BlendSource.Of(data.Items.Count, Options.Blend, Popular, ItemToItem!, Content!),
            };
            _fitTimes[name] = Stopwatch.GetElapsedTime(start);
        }
    }

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

    private sealed class StageNames(IProgress<string> names) : IProgress<EngineProgress>
    {
        public void Report(EngineProgress value) => names.Report(value.Stage);
    }
}
