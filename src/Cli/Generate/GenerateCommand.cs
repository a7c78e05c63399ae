using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Generate;

/// <summary>The verb <c>generate</c>.</summary>
internal sealed class GenerateCommand : VerbCommand
{
    private const int MaxDays = 20_000;

    private readonly Option<string> _shape = VerbOptions.Choice(
        "--shape",
        "An invented shop, whose readers have tastes, or a matrix for measuring: a power law of popularity and nothing more.",
        [GenerateOptions.ShopShape, GenerateOptions.MatrixShape],
        GenerateOptions.ShopShape);

    private readonly Option<int> _users = VerbOptions.Integer("--users", "How many users.", 1, 10_000_000);
    private readonly Option<int> _items = VerbOptions.Integer("--items", "How many books.", 20, 10_000_000);
    private readonly Option<int> _interactions = VerbOptions.Integer(
        "--interactions", "How many acts: at least one a user, at most a tenth of users times items.", 1, 1_000_000_000);
    private readonly Option<int?> _days = VerbOptions.OptionalInteger(
        "--days", "Days over which the acts spread; 730 for a shop, no dates for a matrix when it is not given.", 7, MaxDays);

    private readonly Option<double?> _exponent = VerbOptions.OptionalNumber(
        "--popularity-exponent", "Of a matrix: popularity falls as (rank + 20) to the power of minus this; 0.8 when it is not given.", 0, 3);

    private readonly Option<bool> _catalogue = new("--catalogue") { Description = "Of a matrix: write books too. A shop always has them." };
    private readonly Option<int> _seed = VerbOptions.Seed();
    private readonly Option<DirectoryInfo> _out = VerbOptions.OutputFolder(
        "--out", "Where interactions.csv.gz and, with a catalogue, books.csv.gz are written.");

    public GenerateCommand(Terminal terminal)
        : base("generate", "Writes an invented data set, the synthetic shop or a plain matrix, as canonical files.")
    {
        Add(_shape);
        Add(_users);
        Add(_items);
        Add(_interactions);
        Add(_days);
        Add(_exponent);
        Add(_catalogue);
        Add(_seed);
        Add(_out);
        SetAction(async (parsed, cancellationToken) => await new GenerateRunner(terminal).RunAsync(
            new GenerateOptions(
                parsed.GetValue(_shape)!,
                parsed.GetValue(_users),
                parsed.GetValue(_items),
                parsed.GetValue(_interactions),
                parsed.GetValue(_days),
                parsed.GetValue(_exponent),
                parsed.GetValue(_catalogue),
                parsed.GetValue(_seed),
                parsed.GetValue(_out)!),
            cancellationToken));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "generate --users 5000 --items 2000 --interactions 100000 --seed 42 --out synthetic/",
        "generate --shape matrix --users 200000 --items 50000 --interactions 10000000 --out matrix/",
    ];
}
