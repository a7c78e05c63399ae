using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Train;

/// <summary>The verb <c>train</c>.</summary>
internal sealed class TrainCommand : VerbCommand
{
    private readonly Option<ShopLocation?> _data = VerbOptions.ExistingShop(
        "--data", "The shop's database, as import made it: a file, or postgresql://user@host/database.");
    private readonly Option<DirectoryInfo> _out = VerbOptions.OutputFolder(
        "--out", "The folder of models; the new one gets a folder of its own in it.");
    private readonly Option<int> _seed = VerbOptions.Seed();
    private readonly Option<int> _threads = VerbOptions.Threads();

    public TrainCommand(Terminal terminal)
        : base("train", "Trains a model on a shop's database and writes it with its manifest.")
    {
        Add(_data);
        Add(_out);
        Add(_seed);
        Add(_threads);
        SetAction(async (parsed, cancellationToken) => await new TrainRunner(terminal).RunAsync(
            new TrainOptions(
                parsed.GetValue(_data)!,
                parsed.GetValue(_out)!,
                parsed.GetValue(_seed),
                parsed.GetValue(_threads)),
            cancellationToken));
    }

    public override IReadOnlyList<string> Examples => ["train --data data/shop.db --out models/ --seed 42"];
}
