using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Generate;

/// <summary>The verb <c>generate</c>.</summary>
internal sealed class GenerateCommand : VerbCommand
{
    private readonly Option<int> _users = VerbOptions.Integer("--users", "How many users.", 1, 10_000_000);
    private readonly Option<int> _items = VerbOptions.Integer("--items", "How many books.", 20, 10_000_000);
    private readonly Option<int> _interactions = VerbOptions.Integer(
        "--interactions", "How many acts: at least one a user, at most a tenth of users times items.", 1, 1_000_000_000);
    private readonly Option<int> _seed = VerbOptions.Seed();
    private readonly Option<DirectoryInfo> _out = VerbOptions.OutputFolder(
        "--out", "Where interactions.csv.gz and books.csv.gz are written.");

    public GenerateCommand(Terminal terminal)
        : base("generate", "Writes the synthetic shop, an invented data set, as canonical files.")
    {
        Add(_users);
        Add(_items);
        Add(_interactions);
        Add(_seed);
        Add(_out);
        SetAction(async (parsed, cancellationToken) => await new GenerateRunner(terminal).RunAsync(
            new GenerateOptions(
                parsed.GetValue(_users),
                parsed.GetValue(_items),
                parsed.GetValue(_interactions),
                parsed.GetValue(_seed),
                parsed.GetValue(_out)!),
            cancellationToken));
    }

    public override IReadOnlyList<string> Examples =>
        ["generate --users 5000 --items 2000 --interactions 100000 --seed 42 --out synthetic/"];
}
