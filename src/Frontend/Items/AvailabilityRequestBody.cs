using System.ComponentModel;

namespace BookRecs.Frontend.Items;

[Description("Whether the shop can sell a book now.")]
internal sealed record AvailabilityRequestBody(
    [property: Description("False to show it in no list.")] bool Available);
