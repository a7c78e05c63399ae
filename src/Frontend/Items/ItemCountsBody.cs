using System.ComponentModel;
using System.Text.Json.Serialization;

namespace BookRecs.Frontend.Items;

[Description("How often readers acted on a book, over the whole log.")]
internal sealed record ItemCountsBody(
    [property: Description("Acts of kind purchase.")] long Purchases,
    [property: Description("Acts of kind read.")] long Reads,
    [property: Description("Acts of kind rating.")] long Ratings,
    [property: Description("Acts of kind wish.")] long Wishes,
    [property: Description("All acts.")] long Total,
    [property: JsonPropertyName("purchases_last_30_days"), Description("Purchases in the 30 days (UTC) up to and including today.")]
    long PurchasesLast30Days);
