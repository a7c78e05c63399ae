using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BookRecs.Frontend.Requests;

namespace BookRecs.Frontend.Items;

[Description("A book as the catalogue is to hold it. It takes the place of all that the catalogue held of the item.")]
internal sealed record ItemRequestBody(
    [property: Description("The full title as published, with any series in parentheses, such as The Second Lamp (The Lighthouse Keepers, #2).")]
    [property: MinLength(1), MaxLength(ItemReader.MaxTitle)]
    string Title)
{
    [Description("The authors' names, 1 to 300 characters each."), MaxLength(ItemReader.MaxNames)]
    public IReadOnlyList<string>? Authors { get; init; }

    [Description("The series it belongs to; without them, the one that the title names."), MaxLength(ItemReader.MaxNames)]
    public IReadOnlyList<string>? Series { get; init; }

    [Description("Genres or subjects, the most important first."), MaxLength(ItemReader.MaxNames)]
    public IReadOnlyList<string>? Genres { get; init; }

    [Description("The blurb."), MaxLength(ItemReader.MaxDescription)]
    public string? Description { get; init; }

    [Description("The language code, as the shop writes it."), MaxLength(LanguageRule.MaxLength)]
    public string? Language { get; init; }

    [Description("The year of publication; not 0."), Range(ItemReader.MinYear, ItemReader.MaxYear)]
    public int? Year { get; init; }

    [Description("The publisher."), MaxLength(ItemReader.MaxName)]
    public string? Publisher { get; init; }

    [Description("The work of which it is an edition: a reader of one edition is shown no other. 1 to 200 UTF-8 bytes.")]
    public string? WorkId { get; init; }

    [Description("The price in the shop's currency; below 1000000000, at most 4 decimals.")]
    public decimal? Price { get; init; }

    [Description("False when the shop cannot sell it now; without it, true.")]
    public bool? Available { get; init; }
}
