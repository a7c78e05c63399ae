namespace BookRecs.Recommender.Training;

/// <summary>How long a stage of a training took.</summary>
/// <param name="Stage">Its name, such as "fit item_to_item".</param>
/// <param name="Seconds">Its time on the clock.</param>
public sealed record ManifestStage(string Stage, double Seconds);
