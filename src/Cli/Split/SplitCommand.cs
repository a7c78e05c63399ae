using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Split;

/// <summary>The verb <c>split</c>.</summary>
internal sealed class SplitCommand : VerbCommand
{
    public const string ByTime = "time";
    public const string ByUser = "user";
    public const string ByItem = "item";

    /// <summary>What <c>--by</c> knows.</summary>
    public static readonly IReadOnlyList<string> Ways = [ByTime, ByUser, ByItem];

    private readonly Option<FileInfo?> _data = VerbOptions.ExistingFile("--data", "Canonical interactions; plain or .gz.", required: true);
    private readonly Option<string> _by = VerbOptions.Choice(
        "--by", "time: the latest acts; user: a random part of each user's acts; item: all acts of random items.", Ways);
    private readonly Option<double> _fraction = VerbOptions.Fraction("--fraction", "The share of the test part.", 0.2);
    private readonly Option<int> _seed = VerbOptions.Seed();
    private readonly Option<DirectoryInfo> _out = VerbOptions.OutputFolder("--out", "Where train.csv.gz and test.csv.gz are written.");

    public SplitCommand(Terminal terminal)
        : base("split", "Splits interactions into a train and a test part.")
    {
        Add(_data);
        Add(_by);
        Add(_fraction);
        Add(_seed);
        Add(_out);
        SetAction(async (parsed, cancellationToken) => await new SplitRunner(terminal).RunAsync(
            new SplitOptions(
                parsed.GetValue(_data)!,
                parsed.GetValue(_by)!,
                parsed.GetValue(_fraction),
                parsed.GetValue(_seed),
                parsed.GetValue(_out)!),
            cancellationToken));
    }

    public override IReadOnlyList<string> Examples => ["split --data interactions.csv.gz --by time --fraction 0.2 --out split/"];
}
