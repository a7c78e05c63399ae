namespace BookRecs.Recommender.Ranking;

/// <summary>The next unread volume of a series that the user has begun.</summary>
/// <param name="Series">The series.</param>
/// <param name="Slot">An edition of the volume that can be shown.</param>
/// <param name="After">The volume just before it among those the user has.</param>
/// <param name="Gain">What it gains over its score.</param>
internal readonly record struct SeriesStep(int Series, int Slot, int After, float Gain);
