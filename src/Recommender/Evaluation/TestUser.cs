namespace BookRecs.Recommender.Evaluation;

/// <summary>A user with held-out items.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="TrainUser">Index of the user in the train data, -1 for a user without a train interaction.</param>
/// <param name="Items">Distinct test items that the models know, by index, rising.</param>
/// <param name="UnknownItems">
/// How many more distinct test items there are that no model can know; they are cold and count as misses.
/// </param>
public sealed record TestUser(string Id, int TrainUser, ReadOnlyMemory<int> Items, int UnknownItems)
{
    /// <summary>Number of distinct test items.</summary>
    public int TestItemCount => Items.Length + UnknownItems;
}
