namespace BookRecs.Client.Items;

/// <summary>The body that says whether the shop can sell a book.</summary>
internal sealed record Availability(bool Available);
