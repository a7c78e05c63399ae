using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Ranking;

/// <summary>Which slots may be in the list of one request.</summary>
internal readonly struct RankingFilter : IItemFilter
{
    private readonly CatalogueIndex _catalogue;
    private readonly RankingScratch _scratch;
    private readonly ISeenItems? _seen;
    private readonly int _language;

    /// <summary>Reads history and exclusions of a request into the scratch.</summary>
    public RankingFilter(CatalogueIndex catalogue, RankingScratch scratch, RankingRequest request)
    {
        _catalogue = catalogue;
        _scratch = scratch;
        _seen = request.Seen;
        _language = catalogue.LanguageNumber(request.Language);
        for (var index = 0; index < Math.Min(request.History.Count, RankingRequest.MaxHistory); index++)
        {
            var act = request.History[index];
            if (!catalogue.TryGetSlot(act.ItemId, out var slot))
                continue;
            if (scratch.MarkHistory(slot))
            {
                scratch.HistorySlots.Add(slot);
                BlockWork(slot);
                if (slot < catalogue.ModelCount)
                    scratch.AddToModelHistory(new(slot, act.Weight, act.OccurredAt?.ToUnixTimeSeconds()));
            }
            else if (slot < catalogue.ModelCount)
            {
                scratch.RaiseWeight(slot, act.Weight);
            }
        }

        foreach (var itemId in request.Exclude)
        {
            if (catalogue.TryGetSlot(itemId, out var slot))
                BlockWork(slot);
        }
    }

    /// <summary>True when the slot can be shown to the user.</summary>
    public bool IsEligible(int slot) => IsShowable(slot) && !_scratch.IsBlocked(slot) && !IsSeen(slot);

    /// <summary>True when the user has not the slot itself, whatever other editions of it: the last resort of an empty list.</summary>
    public bool IsEligibleIgnoringWork(int slot, IReadOnlyCollection<string> exclude) =>
        IsShowable(slot) && !_scratch.IsHistory(slot) && _seen?.Contains(_catalogue.HashOf(slot)) != true
        && !exclude.Contains(_catalogue.IdOf(slot));

    /// <summary>True when the user has acted on the slot or on another edition of it.</summary>
    public bool IsSeen(int slot)
    {
        if (IsSeenItself(slot))
            return true;
        foreach (var work in _catalogue.Works.Of(slot))
        {
            foreach (var edition in _catalogue.Works.Members(work))
            {
                if (IsSeenItself(edition))
                    return true;
            }
        }

        return false;
    }

    /// <summary>True when the user has acted on the slot, not only on another edition of it.</summary>
    public bool IsSeenItself(int slot) => _scratch.IsHistory(slot) || _seen?.Contains(_catalogue.HashOf(slot)) == true;

    private bool IsShowable(int slot) =>
        _catalogue.IsShowable(slot) && (_language == 0 || _catalogue.LanguageOf(slot) == _language);

    private void BlockWork(int slot)
    {
        _scratch.Block(slot);
        foreach (var work in _catalogue.Works.Of(slot))
        {
            foreach (var edition in _catalogue.Works.Members(work))
                _scratch.Block(edition);
        }
    }
}
