using BookRecs.Frontend.Items;
using BookRecs.Frontend.Problems;

namespace BookRecs.Frontend.OpenApi;

/// <summary>What the OpenAPI document says of the routes that change the catalogue.</summary>
internal static class CatalogueOperations
{
    private static readonly ProblemType[] Problems =
    [
        ProblemType.InvalidParameter, ProblemType.MalformedJson, ProblemType.InvalidItem, ProblemType.BodyTooLarge,
        ProblemType.UnsupportedMediaType, .. ApiOperations.Command,
    ];

    public static ApiOperation Put { get; } = new(
        "putItem",
        "Items",
        "Add or change a book",
        "Puts a book into the catalogue, in the place of all that it held of the item. The answer means that the book is stored durably and "
        + "that the next lists may show it, before any training: by its content, authors, series and genres. Of a book that the model was "
        + "trained with, title, authors, series, genres, language, work and availability count at once, likeness by content from the next "
        + "training on. Where several silos serve, the others follow within BookRecs:Models:CheckSeconds (15 s by default). Sending the same "
        + "book again changes nothing; of several requests at once, the last one stored stays. A member that is not known is refused.")
    {
        Parameters = [ApiParameter.PathId("item_id", "The item, new or known.")],
        Request = typeof(ItemRequestBody),
        RequestExample =
            """
            {"title":"The First Lamp (The Lighthouse Keepers, #1)","authors":["Ada Moor"],"series":["The Lighthouse Keepers"],
             "genres":["mystery"],"description":"…","language":"en","year":2001,"publisher":"North Pier","work_id":"w-42","price":12.5,
             "available":true}
            """,
        Response = typeof(ItemBody),
        ResponseDescription = "The catalogue held the item, and holds this book now.",
        OtherStatus = StatusCodes.Status201Created,
        OtherDescription = "The book is new in the catalogue.",
        ResponseExample = ApiOperations.ItemExample,
        Problems = Problems,
    };

    public static ApiOperation PutAvailability { get; } = new(
        "putAvailability",
        "Items",
        "In or out of stock",
        "Says whether the shop can sell a book now. A book that it cannot sell is in no list from the answer on; the rest is as for adding a "
        + "book.")
    {
        Parameters = [ApiParameter.PathId("item_id", "An item of the catalogue.")],
        Request = typeof(AvailabilityRequestBody),
        RequestExample = """{"available":false}""",
        Response = typeof(ItemBody),
        ResponseDescription = "The book.",
        ResponseExample = ApiOperations.ItemExample.Replace("\"available\":true", "\"available\":false", StringComparison.Ordinal),
        Problems = [.. Problems, ProblemType.UnknownBook],
    };
}
