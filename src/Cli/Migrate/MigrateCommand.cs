using System.CommandLine;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;

namespace BookRecs.Cli.Migrate;

/// <summary>The verb <c>migrate</c>.</summary>
internal sealed class MigrateCommand : VerbCommand
{
    private const int MostMonths = 1_200;

    private readonly Option<ShopLocation?> _data = VerbOptions.Database("--data", "The PostgreSQL database, with the account that owns its tables.");
    private readonly Option<int?> _retention = VerbOptions.OptionalInteger(
        "--retention-months", "Months of acts to keep beside the current one; 0 keeps all. Without it the database stays as it is.", 0, MostMonths);

    public MigrateCommand(Terminal terminal)
        : base("migrate", "Brings a PostgreSQL database to the format of this program. Any number may run at the same time.")
    {
        Add(_data);
        Add(_retention);
        SetAction(async (parsed, cancellationToken) =>
        {
            var data = parsed.GetValue(_data)!;
            var (before, after) = await data.MigrateAsync(parsed.GetValue(_retention), cancellationToken);
            terminal.Out.WriteLine(before == after ? $"{data} has format {after} already" : $"{data}: format {before} became {after}");
            return ExitCode.Success;
        });
    }

    public override IReadOnlyList<string> Examples => ["migrate --data postgresql://bookrecs_owner@db.example/bookrecs --retention-months 36"];
}
