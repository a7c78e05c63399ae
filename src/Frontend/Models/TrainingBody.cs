using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Frontend.Models;

[Description("How far a training is.")]
internal sealed record TrainingBody(
    [property: Description("Names this training.")] string TrainingId,
    [property: Description("Where it stands.")] TrainingState State,
    [property: Description("What is being done, such as fit item_to_item.")] string Stage,
    [property: Description("0 to 1."), Range(0, 1)] double Fraction,
    [property: Description("Who or what asked for it.")] string Reason,
    [property: Description("When it was asked for.")] DateTimeOffset RequestedAt,
    [property: Description("When it ended; null before.")] DateTimeOffset? FinishedAt,
    [property: Description("Why it failed; null otherwise.")] string? Error,
    [property: Description("The model it made; null before.")] string? Version)
{
    public static TrainingBody From(TrainingStatus status) => new(
        status.TrainingId,
        status.State,
        status.Stage,
        double.IsFinite(status.Fraction) ? Math.Clamp(status.Fraction, 0, 1) : 0,
        status.Reason,
        status.RequestedAt,
        status.FinishedAt,
        status.Error,
        status.Version);
}
