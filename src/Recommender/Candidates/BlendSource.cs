using System.Collections.Concurrent;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// The weighted hybrid of Burke ("Hybrid recommender systems: survey and experiments", 2002): each source's scores are divided by its
/// best score for an item the user has not, and added by weight. Content reaches new books, with a weight of its own for those without
/// any interaction; popular serves an empty history.
/// </summary>
public sealed class BlendSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "blend";

    private readonly ICandidateSource[] _sources;
    private readonly float[] _weights;
    private readonly float _coldWeight;
    private readonly int _itemCount;
    private readonly ItemSet _cold;
    private readonly ConcurrentBag<Workspace> _workspaces = [];

    private BlendSource(ICandidateSource[] sources, float[] weights, float coldWeight, int itemCount)
    {
        _sources = sources;
        _weights = weights;
        _coldWeight = coldWeight;
        _itemCount = itemCount;
        _cold = new ItemSet(itemCount);
        foreach (var content in sources.OfType<ContentSource>())
            _cold.Add(content.ColdNeighbours.Columns.Span);
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>The sources with a weight above 0, with it.</summary>
    public IEnumerable<(ICandidateSource Source, float Weight)> Sources => _sources.Zip(_weights);

    /// <summary>Blends fitted sources.</summary>
    /// <param name="itemCount">Number of items of the model.</param>
    /// <param name="options">The weights.</param>
    /// <param name="popular">The popular source.</param>
    /// <param name="itemToItem">The item-to-item source.</param>
    /// <param name="content">The content source.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static BlendSource Of(
        int itemCount, BlendOptions options, PopularSource popular, ItemToItemSource itemToItem, ContentSource content)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (ICandidateSource Source, float Weight)[] all =
            [(itemToItem, options.ItemToItem), (content, options.Content), (popular, options.Popular)];
        var used = all.Where(static part => part.Weight > 0f).ToArray();
        return new BlendSource(
            [.. used.Select(static part => part.Source)],
            [.. used.Select(static part => part.Weight)],
            options.ColdContent,
            itemCount);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="sources">The sources of the same artifact, read before.</param>
    /// <exception cref="InvalidDataException">The blend names a source that is not there.</exception>
    public static BlendSource Load(ArtifactReader artifact, IReadOnlyCollection<ICandidateSource> sources)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var named = artifact.ReadStrings($"{SourceName}.sources").Select(name => sources.FirstOrDefault(source => source.Name == name)
            ?? throw new InvalidDataException($"{SourceName}.sources names {name}, which the artifact does not hold"));
        return new BlendSource(
            [.. named],
            artifact.Read<float>($"{SourceName}.weights").ToArray(),
            artifact.Read<float>($"{SourceName}.cold_weight").Span[0],
            artifact.Read<int>($"{SourceName}.items").Span[0]);
    }

    /// <summary>Writes names and weights; the blended sources are saved by themselves.</summary>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.WriteStrings($"{SourceName}.sources", [.. _sources.Select(static source => source.Name)]);
        artifact.Write<float>($"{SourceName}.weights", _weights);
        artifact.Write<float>($"{SourceName}.cold_weight", [_coldWeight]);
        artifact.Write<int>($"{SourceName}.items", [_itemCount]);
    }

    /// <summary>Adds the blended scores of items that are not in the history.</summary>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var workspace = _workspaces.TryTake(out var free) ? free : new Workspace(_itemCount);
        workspace.Seen.Clear();
        workspace.Seen.Add(history);
        for (var index = 0; index < _sources.Length; index++)
        {
            workspace.Scores.Clear();
            _sources[index].Score(history, workspace.Scores);
            AddNormalized(workspace, _weights[index], _sources[index] is ContentSource ? _coldWeight : _weights[index], scores);
        }

        _workspaces.Add(workspace);
    }

    private void AddNormalized(Workspace workspace, float weight, float coldWeight, ScoreBuffer scores)
    {
        var best = 0f;
        foreach (var item in workspace.Scores.Touched)
        {
            if (workspace.Scores[item] > best && !workspace.Seen.Contains(item))
                best = workspace.Scores[item];
        }

        if (best <= 0f)
            return;
        var (factor, coldFactor) = (weight / best, coldWeight / best);
        foreach (var item in workspace.Scores.Touched)
        {
            var score = (_cold.Contains(item) ? coldFactor : factor) * workspace.Scores[item];
            if (score > 0f && !workspace.Seen.Contains(item))
                scores.Add(item, score);
        }
    }

    private sealed class Workspace(int itemCount)
    {
        public ScoreBuffer Scores { get; } = new(itemCount);

        public ItemSet Seen { get; } = new(itemCount);
    }
}
