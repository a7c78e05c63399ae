using System.Globalization;
using System.Text;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>What the readers of one data set share: options, rejects, progress and the pools of ids.</summary>
internal sealed class ReadSession(DataSetReaderOptions options)
{
    private const int UserSlots = 1 << 16;
    private const int ItemSlots = 1 << 17;
    private const int MaxDetailChars = 120;

    public DataSetReaderOptions Options => options;

    public RejectsReport Rejects { get; } = new(options.MaxRejectsKept, options.RejectSink);

    public StringPool UserIds { get; } = new(UserSlots);

    public StringPool ItemIds { get; } = new(ItemSlots);

    public static string Describe(string field, ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, 4 * MaxDetailChars)]);
        var builder = new StringBuilder(field).Append(" is '");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxDetailChars)))
        {
            if (char.IsControl(c))
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                builder.Append(c);
        }

        return builder.Append(text.Length > MaxDetailChars ? "…'" : "'").ToString();
    }
}
