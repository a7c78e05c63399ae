using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Recommendations;

[Description("One place of a ranked list.")]
internal sealed record RecommendedItemBody(
    [property: Description("The item.")] string ItemId,
    [property: Description("Its place; 1 is the best."), Range(1, RecommendationQuery.MaxLimit)] int Rank,
    [property: Description("Higher is better; comparable within one list only.")] float Score,
    [property: Description("The candidate source that weighed most, such as item_to_item.")] string Source,
    [property: Description("Why it is here, the strongest first.")] IReadOnlyList<ReasonBody> Reasons,
    [property: Description("What a page shows.")] BookBody Book)
{
    /// <summary>The items of a list with their ranks.</summary>
    public static RecommendedItemBody[] From(RecommendationList list)
    {
        var items = list.Items;
        var bodies = new RecommendedItemBody[items.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            var item = items[i];
            var reasons = item.Reasons.Select(r => new ReasonBody(r.Code, r.Text, r.BecauseOf)).ToArray();
            bodies[i] = new RecommendedItemBody(
                item.ItemId,
                i + 1,
                float.IsFinite(item.Score) ? item.Score : 0,
                item.Source,
                reasons,
                new BookBody(item.Book.Title, item.Book.Authors, item.Book.Year));
        }
        return bodies;
    }
}
