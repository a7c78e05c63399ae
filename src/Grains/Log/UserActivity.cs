using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Log;

/// <summary>A user's acts as an activation needs them.</summary>
/// <param name="Recent">The newest acts, the newest first.</param>
/// <param name="SeenItems">Every distinct item the user ever acted on, in no particular order.</param>
/// <param name="Total">How many acts the log holds of the user.</param>
public sealed record UserActivity(IReadOnlyList<Interaction> Recent, IReadOnlyList<string> SeenItems, long Total);
