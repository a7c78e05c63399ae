namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>One act in numbers.</summary>
/// <param name="User">The reader's number.</param>
/// <param name="Item">The item's number.</param>
/// <param name="Day">Days since the shop opened.</param>
/// <param name="Second">Second of the day.</param>
/// <param name="IsRead">True when the reader finished the book.</param>
/// <param name="Rating">1 to 5, or 0 for none.</param>
internal readonly record struct ShopAct(int User, int Item, int Day, int Second, bool IsRead, int Rating);
