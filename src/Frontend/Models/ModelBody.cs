using System.ComponentModel;
using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Frontend.Models;

[Description("One trained model.")]
internal sealed record ModelBody(
    [property: Description("Names it; also the name of its folder.")] string Version,
    [property: Description("When its training ended.")] DateTimeOffset TrainedAt,
    [property: Description("active: it serves. admitted: it may. refused: the gate refused it, and only a person can activate it.")]
    ModelStatus Status,
    [property: Description("What the gate said, for people.")] string Decision,
    [property: Description("Its holdout metrics by name, such as overall.ndcg@10; empty when the data was too small to hold any out.")]
    IReadOnlyDictionary<string, double> Metrics,
    [property: Description("Users in the training data.")] long Users,
    [property: Description("Items it can recommend.")] long Items,
    [property: Description("Interactions in the training data.")] long Interactions)
{
    public static ModelBody From(ModelEntry model) => new(
        model.Version,
        model.TrainedAt,
        model.Status,
        model.Decision,
        new SortedDictionary<string, double>(
            model.Metrics.Where(m => double.IsFinite(m.Value)).ToDictionary(m => m.Key, m => m.Value), StringComparer.Ordinal),
        model.Users,
        model.Items,
        model.Interactions);
}
