namespace BookRecs.Recommender.Data.Reading;

/// <summary>What the readers of one data set share: options, rejects, progress and the pools of ids.</summary>
internal sealed class ReadSession(DataSetReaderOptions options)
{
    private const int UserSlots = 1 << 16;
    private const int ItemSlots = 1 << 17;

    public DataSetReaderOptions Options => options;

    public RejectsReport Rejects { get; } = new(options.MaxRejectsKept, options.RejectSink);

    public StringPool UserIds { get; } = new(UserSlots);

    public StringPool ItemIds { get; } = new(ItemSlots);

    public static string Describe(string field, ReadOnlySpan<byte> value) => $"{field} is '{Excerpt.Of(value)}'";
}
