namespace BookRecs.Recommender.Evaluation;

/// <summary>A part of the test items, told apart by how many train users they have.</summary>
/// <param name="trainUsers">Train users by item.</param>
/// <param name="coldBelow">An item with fewer train users is cold.</param>
/// <param name="wantCold">True for the cold items, false for the warm ones, null for all.</param>
internal sealed class ItemSlice(ReadOnlyMemory<int> trainUsers, int coldBelow, bool? wantCold)
{
    /// <summary>The user's test items that belong to the slice; an item that train does not know has no train user.</summary>
    public (int[] Known, int Unknown) RelevantOf(TestUser user)
    {
        var known = new List<int>(user.Items.Length);
        foreach (var item in user.Items.Span)
        {
            if (wantCold is null || wantCold == trainUsers.Span[item] < coldBelow)
                known.Add(item);
        }

        return ([.. known], wantCold is null || wantCold == coldBelow > 0 ? user.UnknownItems : 0);
    }
}
