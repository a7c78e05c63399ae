namespace BookRecs.Recommender.Ranking;

/// <summary>Finds where a user stands in series.</summary>
internal static class SeriesReader
{
    // From here on the next volume of a begun series gains half of what that of the newest act does.
    private const int HalfAfter = 200;

    /// <summary>Notes the next unread volume of every series of the history.</summary>
    public static void FindSteps(CatalogueIndex catalogue, RankingScratch scratch, in RankingFilter filter, float weight)
    {
        for (var place = 0; place < scratch.HistorySlots.Count; place++)
        {
            foreach (var series in catalogue.Series.Of(scratch.HistorySlots[place]))
            {
                var gain = weight * (1f - (0.5f * Math.Min(place, HalfAfter) / HalfAfter));
                if (scratch.SeriesOfHistory[series] == 0 && TryNext(catalogue, filter, series, out var slot, out var after))
                    scratch.SeriesSteps.Add(new SeriesStep(series, slot, after, gain));
                scratch.SeriesOfHistory.Add([series]);
            }
        }
    }

    /// <summary>
    /// The earliest unread volume after the first one that the user has, in the order of volumes; several editions of a volume
    /// count as one.
    /// </summary>
    /// <returns>False when there is none, or none of its editions can be shown.</returns>
    private static bool TryNext(CatalogueIndex catalogue, in RankingFilter filter, int series, out int slot, out int after)
    {
        var volumes = catalogue.SeriesVolumes.Of(series);
        (slot, after) = (-1, -1);
        for (var start = 0; start < volumes.Length;)
        {
            var end = EndOfVolume(catalogue, volumes, start);
            var isRead = false;
            var shown = -1;
            foreach (var edition in volumes[start..end])
            {
                if (filter.IsSeenItself(edition))
                    after = edition;
                isRead |= filter.IsSeen(edition);
                if (shown < 0 && filter.IsEligible(edition))
                    shown = edition;
            }

            if (!isRead && after >= 0)
                return (slot = shown) >= 0;
            start = end;
        }

        return false;
    }

    /// <summary>
    /// The volume to show instead of a slot: the earliest unread one of its series by the same author and in the same language, after
    /// the first that the user has.
    /// </summary>
    public static int EarliestUnread(CatalogueIndex catalogue, RankingScratch scratch, in RankingFilter filter, int slot)
    {
        if (!catalogue.SeriesVolumes.HasVolume(slot) || catalogue.Series.Of(slot) is not [var series, ..])
            return slot;
        var volumes = catalogue.SeriesVolumes.Of(series);
        var limit = catalogue.SeriesVolumes.VolumeOf(slot);
        var isBegun = scratch.SeriesOfHistory[series] > 0 && HasReadBefore(catalogue, filter, volumes, limit);
        for (var start = 0; start < volumes.Length && catalogue.SeriesVolumes.VolumeOf(volumes[start]) < limit;)
        {
            var end = EndOfVolume(catalogue, volumes, start);
            var editions = volumes[start..end];
            start = end;
            if (AnySeen(filter, editions))
            {
                isBegun = false;
                continue;
            }

            if (isBegun)
                continue;
            foreach (var edition in editions)
            {
                if (IsLike(catalogue, edition, slot) && !scratch.SlotsOfList.Contains(edition) && filter.IsEligible(edition))
                    return edition;
            }
        }

        return slot;
    }

    private static bool IsLike(CatalogueIndex catalogue, int edition, int slot) =>
        catalogue.LanguageOf(edition) == catalogue.LanguageOf(slot)
        && (catalogue.Authors.Of(slot).IsEmpty || catalogue.Authors.Share(edition, slot));

    private static bool HasReadBefore(CatalogueIndex catalogue, in RankingFilter filter, ReadOnlySpan<int> volumes, float limit)
    {
        foreach (var edition in volumes)
        {
            if (catalogue.SeriesVolumes.VolumeOf(edition) >= limit)
                return false;
            if (filter.IsSeen(edition))
                return true;
        }

        return false;
    }

    private static bool AnySeen(in RankingFilter filter, ReadOnlySpan<int> editions)
    {
        foreach (var edition in editions)
        {
            if (filter.IsSeen(edition))
                return true;
        }

        return false;
    }

    private static int EndOfVolume(CatalogueIndex catalogue, ReadOnlySpan<int> volumes, int start)
    {
        var end = start + 1;
        while (end < volumes.Length && catalogue.SeriesVolumes.VolumeOf(volumes[end]) == catalogue.SeriesVolumes.VolumeOf(volumes[start]))
            end++;
        return end;
    }
}
