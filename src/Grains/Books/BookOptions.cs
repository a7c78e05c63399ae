namespace BookRecs.Grains.Books;

/// <summary>How much a book's grain holds in memory. Section <c>BookRecs:Books</c>.</summary>
public sealed record BookOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Books";

    /// <summary>Distinct readers held, those who acted last: 100, from 1 to 10,000.</summary>
    public int RecentReaders { get; init; } = 100;

    /// <summary>Items held of each reader, those just before the act on this book: 10, from 0 to 100.</summary>
    public int PrecedingItems { get; init; } = 10;

    /// <summary>Days of sales held, counted back from today (UTC): 400, from 30 to 10,000.</summary>
    public int SalesDays { get; init; } = 400;

    /// <summary>Places in the log remembered beyond the last rebuild, to recognise repeats: 1,000, from 1 to 1,000,000.</summary>
    public int RememberedSequences { get; init; } = 1_000;

    /// <summary>Seconds for which a book read from the catalogue is held: 60, from 0 to 86,400.</summary>
    public int CatalogueSeconds { get; init; } = 60;

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.Between(nameof(RecentReaders), RecentReaders, 1, 10_000);
        check.Between(nameof(PrecedingItems), PrecedingItems, 0, 100);
        check.Between(nameof(SalesDays), SalesDays, 30, 10_000);
        check.Between(nameof(RememberedSequences), RememberedSequences, 1, 1_000_000);
        check.Between(nameof(CatalogueSeconds), CatalogueSeconds, 0, 86_400);
        return check.Failures;
    }
}
