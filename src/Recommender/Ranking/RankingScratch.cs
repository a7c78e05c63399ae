using System.Runtime.InteropServices;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// What one ranking works on; used by one thread at a time and again by later ones. Takes about 16 bytes a model item for each of the
/// two personal sources' scores and the blend together, and 12 bytes a slot for marks and places, 8 more where books came after the
/// training; see <see cref="EngineScratch"/> for the rankers'.
/// </summary>
internal sealed class RankingScratch(CatalogueIndex catalogue, int candidatesPerSource)
{
    private readonly int[] _historyMarks = new int[catalogue.Count];
    private readonly int[] _blockedMarks = new int[catalogue.Count];
    private readonly int[] _placesInModelHistory = new int[catalogue.ModelCount];
    private int _mark;

    /// <summary>The scores of item-to-item and of content, over the model's items.</summary>
    public ScoreBuffer ItemToItem { get; } = new(catalogue.ModelCount);

    public ScoreBuffer Content { get; } = new(catalogue.ModelCount);

    /// <summary>Likeness between books that came after the training and the history, over all slots; null where there were none.</summary>
    public ScoreBuffer? Likeness { get; set; }

    /// <summary>The blended scores, over all slots.</summary>
    public ScoreBuffer Blend { get; } = new(catalogue.Count);

    public ScoredItem[] Heap { get; } = new ScoredItem[candidatesPerSource];

    public List<ScoredItem> Candidates { get; } = [];

    /// <summary>The distinct slots of the history, newest first.</summary>
    public List<int> HistorySlots { get; } = [];

    /// <summary>The part of the history that the model knows.</summary>
    public List<HistoryItem> ModelHistory { get; } = [];

    /// <summary>The next unread volume of each begun series, with what it gains.</summary>
    public List<SeriesStep> SeriesSteps { get; } = [];

    /// <summary>How many history items each author has.</summary>
    public GroupCounter AuthorsOfHistory { get; } = new(catalogue.Authors.Count);

    public GroupCounter SeriesOfHistory { get; } = new(catalogue.Series.Count);

    /// <summary>How many places of the list each author, series and work has.</summary>
    public GroupCounter AuthorsOfList { get; } = new(catalogue.Authors.Count);

    public GroupCounter SeriesOfList { get; } = new(catalogue.Series.Count);

    public GroupCounter WorksOfList { get; } = new(catalogue.Works.Count);

    public HashSet<int> SlotsOfList { get; } = [];

    public List<ScoredItem> List { get; } = [];

    /// <summary>What the engine works on, or null where it has no rankers.</summary>
    public EngineScratch? Engine { get; set; }

    /// <summary>True when the engine's rankers ordered the candidates, and not the blend.</summary>
    public bool IsRankedByEngine { get; set; }

    /// <summary>What one point of a source's score adds to the blend.</summary>
    public float ItemToItemFactor { get; set; }

    public float ContentFactor { get; set; }

    /// <summary>The same of content, for an item without users.</summary>
    public float ColdContentFactor { get; set; }

    public float PopularFactor { get; set; }

    public float TrendingFactor { get; set; }

    public float AuthorFactor { get; set; }

    public void Reset()
    {
        ItemToItem.Clear();
        Content.Clear();
        Likeness?.Clear();
        Blend.Clear();
        Candidates.Clear();
        HistorySlots.Clear();
        ModelHistory.Clear();
        SeriesSteps.Clear();
        AuthorsOfHistory.Clear();
        SeriesOfHistory.Clear();
        AuthorsOfList.Clear();
        SeriesOfList.Clear();
        WorksOfList.Clear();
        SlotsOfList.Clear();
        List.Clear();
        IsRankedByEngine = false;
        if (_mark == int.MaxValue)
        {
            Array.Clear(_historyMarks);
            Array.Clear(_blockedMarks);
            _mark = 0;
        }

        _mark++;
    }

    /// <summary>Marks a slot as one of the history.</summary>
    /// <returns>False when it was marked before.</returns>
    public bool MarkHistory(int slot)
    {
        var isNew = _historyMarks[slot] != _mark;
        _historyMarks[slot] = _mark;
        return isNew;
    }

    /// <summary>Adds an item that is not in there yet.</summary>
    public void AddToModelHistory(HistoryItem item)
    {
        _placesInModelHistory[item.Item] = ModelHistory.Count;
        ModelHistory.Add(item);
    }

    /// <summary>Gives an item of the model's history at least this weight.</summary>
    public void RaiseWeight(int item, float weight)
    {
        ref var known = ref CollectionsMarshal.AsSpan(ModelHistory)[_placesInModelHistory[item]];
        known = known with { Weight = Math.Max(known.Weight, weight) };
    }

    public bool IsHistory(int slot) => _historyMarks[slot] == _mark;

    public void Block(int slot) => _blockedMarks[slot] = _mark;

    public bool IsBlocked(int slot) => _blockedMarks[slot] == _mark;
}
