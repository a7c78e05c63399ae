using System.Text.Json.Serialization;

namespace BookRecs.Client.Items;

/// <summary>How often readers acted on a book, over the whole log.</summary>
/// <param name="Purchases">Acts of kind purchase.</param>
/// <param name="Reads">Acts of kind read.</param>
/// <param name="Ratings">Acts of kind rating.</param>
/// <param name="Wishes">Acts of kind wish.</param>
/// <param name="Total">All acts.</param>
/// <param name="PurchasesLast30Days">Purchases in the 30 days (UTC) up to and including today.</param>
public sealed record ItemCounts(
    long Purchases,
    long Reads,
    long Ratings,
    long Wishes,
    long Total,
    [property: JsonPropertyName("purchases_last_30_days")] long PurchasesLast30Days);
