namespace BookRecs.Recommender.Data.Reading;

/// <summary>What was mended in rows of published files that are known to be broken.</summary>
public static class RepairReason
{
    /// <summary>A separator that had split a field, as in <c>W. W. Norton &amp;amp</c> + <c>Company</c>, was taken out again.</summary>
    public const string SplitField = "split_field";

    /// <summary>The year of publication made no sense and was left empty.</summary>
    public const string YearDropped = "year_dropped";
}
