using System.ComponentModel;

namespace BookRecs.Frontend.Models;

[Description("All models, the one that serves, and the training under way.")]
internal sealed record ModelsBody(
    [property: Description("The version that serves; null before the first.")] string? ActiveVersion,
    [property: Description("All models, the newest first.")] IReadOnlyList<ModelBody> Models,
    [property: Description("The last training; null when there was none.")] TrainingBody? Training);
