using System.Collections.Concurrent;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The whole engine as one source: candidates of all sources, cut down by a logistic pre-ranker and ordered by LambdaMART, the cascade
/// of Covington, Adams and Sargin ("Deep neural networks for YouTube recommendations", RecSys 2016) and Burges (MSR-TR-2010-82). Without
/// rankers, as for a shop of few interactions, it is the blend.
/// </summary>
public sealed class EngineSource : IFilteredSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "engine";

    private readonly EngineOptions _options;
    private readonly ItemFacts _facts;
    private readonly EngineScales _scales;
    private readonly EngineStages _stages;
    private readonly int _itemCount;
    private readonly SourceSet _parts;
    private readonly int[] _newItemColumns = [];
    private readonly NewItemFeatures? _newItemFeatures;
    private readonly ConcurrentBag<EngineScratch> _scratches = [];

    private EngineSource(
        SourceSet parts, EngineRankers? rankers, ItemFacts facts, EngineScales scales, EngineOptions options, NewItems? newItems = null)
    {
        (_facts, _scales, _options, _itemCount) = (facts, scales, options, newItems?.Count ?? parts.ItemCount);
        (_parts, NewItems) = (parts, newItems);
        _stages = StagesOf(parts, facts, scales, options, newItems);
        if (rankers is null)
            return;
        if (!rankers.PreRanker.FeatureNames.SequenceEqual(_stages.Features.PreNames))
            throw new InvalidDataException($"{SourceName}.pre_ranker was trained on other features than those of the model's sources");

        // A model of an earlier version knows fewer features, and ranks as it did.
        Rankers = rankers.Over(_stages.Features.Names)
            ?? throw new InvalidDataException($"{SourceName}.final_ranker was trained on other features than those of the model's sources");
        _newItemColumns = [.. rankers.NewItemOrder.Select(column => IndexOf(_stages.Features.Columns, column))];
        if (Rankers.NewItemRanker is null)
            return;
        var nearest = parts.ColdStart?.Nearest
            ?? throw new InvalidDataException($"{SourceName}.new_item_ranker needs {ColdStartSource.SourceName}.nearest, which the model does not hold");
        _newItemFeatures = new NewItemFeatures(nearest, newItems, parts.ItemCount, facts);
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>The rankers, or null when there was too little to train them on.</summary>
    public EngineRankers? Rankers { get; }

    /// <summary>The books that came after the training, or null where there are none.</summary>
    internal NewItems? NewItems { get; }

    /// <summary>The score columns of its candidates.</summary>
    internal ScoreColumns Columns => _stages.Features.Columns;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores) => Score(history, null, scores);

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ItemSet? allowed, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (history.IsEmpty)
            return;
        if (Rankers is null)
        {
            _parts.Blend!.Score(history, scores);
            return;
        }

        var scratch = Rent();
        scratch.Seen.Clear();
        scratch.Seen.Add(history);
        Rank(history, new UnseenItems(scratch.Seen, allowed), scratch);

        // What the final ranker saw goes before the rest of the pool; by rank, as scores far from 0 would be equal when squeezed.
        var order = scratch.Order();
        for (var rank = 0; rank < order.Length; rank++)
        {
            var item = scratch.Pool[scratch.Kept[order[rank].Item].Item];
            scores.Add(item, 2f - ((float)rank / order.Length));
            scratch.InPool.Remove(item);
        }

        for (var place = 0; place < scratch.PoolCount; place++)
        {
            if (scratch.InPool.Contains(scratch.Pool[place]))
                scores.Add(scratch.Pool[place], Probability(scratch.PreScores[place]));
        }

        Return(scratch);
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.WriteStrings($"{SourceName}.parts", [.. _parts.Names]);
        artifact.Write<byte>($"{SourceName}.has_rankers", [Rankers is null ? (byte)0 : (byte)1]);
        artifact.Write<float>($"{SourceName}.settings", [_options.RecentHalfLife]);
        artifact.Write<int>(
            $"{SourceName}.sizes", [_options.CandidatesPerSource, _options.Candidates, _options.PreRanked, _options.MaxItemsOfLatentCandidates]);
        _facts.Save(artifact);
        _scales.Save(artifact);
        Rankers?.Save(artifact);
    }

    internal static EngineSource Of(
        TrainingData data, SourceSet sources, EngineTraining training, int threads, CancellationToken cancellationToken)
    {
        var (facts, options) = (ItemFacts.Of(data), training.Options.Engine);
        var parts = sources.Only(training.Parts);
        return new EngineSource(parts, training.Rankers, facts, EngineScales.Measure(data, parts, facts, options, threads, cancellationToken), options);
    }

    internal static EngineSource Load(ArtifactReader artifact, SourceSet sources)
    {
        var names = artifact.ReadStrings($"{SourceName}.parts");
        foreach (var name in names)
        {
            if (!sources.Has(name))
                throw new InvalidDataException($"{SourceName}.parts names {name}, which the artifact does not hold");
        }

        var parts = sources.Only(names);
        if (parts.Blend is null || !parts.Has(PopularSource.SourceName))
            throw new InvalidDataException($"{SourceName}.parts does not name {BlendSource.SourceName} and {PopularSource.SourceName}");
        var options = LoadOptions(artifact);
        var hasRankers = ReadExactly<byte>(artifact, "has_rankers", 1)[0] != 0;
        return new EngineSource(
            parts,
            hasRankers ? EngineRankers.Load(artifact) : null,
            ItemFacts.Load(artifact, sources.ItemCount),
            EngineScales.Load(artifact, sources.ItemCount, new ScoreColumns(parts).Names.Count),
            options);
    }

    internal static EngineStages StagesOf(
        SourceSet sources, ItemFacts facts, EngineScales scales, EngineOptions options, NewItems? newItems = null) =>
        new(sources, new EngineFeatures(new ScoreColumns(sources, newItems), facts, scales, options, sources.ItemCount), options);

    /// <summary>The same engine for a catalogue with books that came after the training; itself where it can place none.</summary>
    /// <param name="books">
    /// The book of each slot: first those of the model's items, by index, then the others; null where there is none.
    /// </param>
    /// <param name="newItems">The others, placed; null where there are none.</param>
    internal EngineSource With(IReadOnlyList<Book?> books, NewItems? newItems) => newItems is not null && Rankers is not null && _parts.ColdStart is not null
        ? new EngineSource(_parts, Rankers, _facts.With(books), _scales, _options, newItems)
        : this;

    /// <summary>Fills the scratch's pool, the candidates kept and their final scores.</summary>
    internal void Rank<TFilter>(ReadOnlySpan<HistoryItem> history, in TFilter filter, EngineScratch scratch)
        where TFilter : IItemFilter, allows ref struct
    {
        _stages.FindCandidates(history, filter, scratch);
        var (preNames, names) = (_stages.Features.PreNames.Count, _stages.Features.Names.Count);
        Rankers!.PreRanker.Score(scratch.PreRows.AsSpan(0, scratch.PoolCount * preNames), preNames, scratch.PreScores.AsSpan(0, scratch.PoolCount));
        if (_newItemColumns.Length > 0)
            NewItemOrder.ApplyToPool(scratch, _facts, _newItemColumns, preNames);
        _stages.Keep(history, scratch);
        Rankers.FinalRanker.Score(scratch.Rows.AsSpan(0, scratch.KeptCount * names), names, scratch.Scores.AsSpan(0, scratch.KeptCount));
        if (_newItemFeatures is not null)
            NewItemOrder.ApplyToKept(scratch, _facts, Rankers.NewItemRanker!, _newItemFeatures);
        else if (_newItemColumns.Length > 0)
            NewItemOrder.ApplyToKept(scratch, _facts, _newItemColumns, preNames);
    }

    internal EngineScratch Rent()
    {
        if (!_scratches.TryTake(out var scratch))
            return new EngineScratch(_stages.Features, _facts, _options, _itemCount);
        scratch.Clear();
        return scratch;
    }

    internal void Return(EngineScratch scratch) => _scratches.Add(scratch);

    /// <summary>Between 0 and 1, in the order of the score.</summary>
    internal static float Probability(float score) => 1f / (1f + MathF.Exp(-score));

    private static int IndexOf(ScoreColumns columns, string name) => Array.IndexOf([.. columns.Names], name) is >= 0 and var index
        ? index
        : throw new InvalidDataException($"{SourceName}.new_item_order is {name}, which is no score of the model");

    private static EngineOptions LoadOptions(ArtifactReader artifact)
    {
        var sizes = ReadExactly<int>(artifact, "sizes", 4);
        var options = new EngineOptions
        {
            RecentHalfLife = ReadExactly<float>(artifact, "settings", 1)[0],
            CandidatesPerSource = sizes[0],
            Candidates = sizes[1],
            PreRanked = sizes[2],
            MaxItemsOfLatentCandidates = sizes[3],
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{SourceName}.sizes or {SourceName}.settings is broken: {error.Message}", error);
        }

        return options;
    }

    private static ReadOnlySpan<T> ReadExactly<T>(ArtifactReader artifact, string section, int count)
        where T : unmanaged
    {
        var values = artifact.Read<T>($"{SourceName}.{section}").Span;
        return values.Length == count
            ? values
            : throw new InvalidDataException($"{SourceName}.{section} has {values.Length} numbers, but must have {count}");
    }
}
