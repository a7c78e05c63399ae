using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Storage.Postgres;

namespace BookRecs.Cli.Simulate;

/// <summary>The verb <c>simulate</c>.</summary>
internal sealed class SimulateCommand : VerbCommand
{
    private const string Kafka = "kafka";
    private const string Http = "http";
    private const string DefaultUrl = "http://127.0.0.1:5080";

    // How SQLite's files begin.
    private static readonly byte[] Database = "SQLite format 3\0"u8.ToArray();

    private readonly Option<string> _from = new("--from")
    {
        Description = "What to replay: a file of interactions (canonical, plain or .gz), or a shop's database as import made it.",
        HelpName = "FILE|DB",
        Required = true,
    };

    private readonly Option<int> _last = VerbOptions.Integer("--last", "How many acts to replay, the latest by date.", 1, 100_000_000);
    private readonly Option<double?> _rate = VerbOptions.OptionalNumber("--rate", "Acts a second, at even distances.", 0.001, 10_000_000);
    private readonly Option<double?> _factor = VerbOptions.OptionalNumber(
        "--real-time-factor", "With the gaps of reality, divided by this.", 0.001, 1_000_000_000);

    private readonly Option<string> _to = VerbOptions.Choice("--to", "How they are sent.", [Http, Kafka]);
    private readonly Option<string> _url = Text("--url", "URL", "http: the address of the service.", DefaultUrl);
    private readonly Option<string?> _keyVariable = new("--key-variable")
    {
        Description = "http: the environment variable that holds the key of the service.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _brokers = new("--brokers")
    {
        Description = "kafka: where to find the brokers, as HOST:PORT, several separated by commas.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string> _prefix = Text("--topic-prefix", "TEXT", "kafka: what the names of topics begin with.", "");
    private readonly Option<string> _group = Text("--group", "NAME", "kafka: the consumer group whose lag is told.", "bookrecs.transactions");
    private readonly Option<FileInfo?> _config = VerbOptions.ExistingFile(
        "--kafka-config", "kafka: more settings of the client, a NAME=VALUE of librdkafka a line, such as those of security.");

    private readonly Option<string> _run = Text(
        "--run", "NAME", "What the transaction ids begin with; the time by default. The same name and acts again change nothing.", "");

    private readonly Option<int> _wait = VerbOptions.Integer("--wait", "Seconds to wait at the end until the service is done with all.", 0, 86_400, 60);

    public SimulateCommand(Terminal terminal)
        : base("simulate", "Replays the last acts of a data set or shop to a running service, as if they happened now.")
    {
        foreach (var option in (Option[])[_from, _last, _rate, _factor, _to, _url, _keyVariable, _brokers, _prefix, _group, _config, _run, _wait])
            Add(option);
        Validators.Add(Check);
        SetAction(async (parsed, cancellationToken) =>
        {
            var (file, shop) = Open(parsed.GetValue(_from)!);
            var run = parsed.GetValue(_run)!;
            var options = new SimulateOptions(
                file,
                shop,
                parsed.GetValue(_last),
                parsed.GetValue(_rate),
                parsed.GetValue(_factor),
                run.Length > 0 ? run : terminal.Time.GetUtcNow().ToString("'replay-'yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture),
                TimeSpan.FromSeconds(parsed.GetValue(_wait)),
                Target(parsed));
            return await new SimulateRunner(terminal).RunAsync(options, cancellationToken);
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "simulate --from data/shop.db --last 10000 --rate 200 --to http",
        "simulate --from interactions.csv.gz --last 100000 --real-time-factor 3600 --to kafka --brokers 127.0.0.1:9092",
    ];

    private static Option<string> Text(string name, string helpName, string description, string otherwise) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => otherwise,
    };

    private void Check(CommandResult result)
    {
        var (rate, factor) = (result.GetResult(_rate), result.GetResult(_factor));
        if (rate is null == factor is null)
            result.AddError(rate is null ? "--rate or --real-time-factor is missing" : "--rate and --real-time-factor exclude each other");
        var to = result.GetResult(_to)?.Tokens is [var token] ? token.Value : null;
        if (to == Kafka && string.IsNullOrWhiteSpace(result.GetResult(_brokers)?.Tokens is [var brokers] ? brokers.Value : null))
            result.AddError("--brokers is missing; --to kafka needs it, such as --brokers 127.0.0.1:9092");
    }

    private static (FileInfo? File, ShopLocation? Shop) Open(string from)
    {
        if (PostgresAddress.IsAddress(from))
        {
            try
            {
                return (null, ShopLocation.OfAddress(from));
            }
            catch (FormatException error)
            {
                throw new InputException($"--from cannot be used: {error.Message}; it must be an address such as postgresql://user@host/database");
            }
        }

        if (!File.Exists(from))
            throw new InputException($"--from is '{from}'; there is no such file");
        var file = new FileInfo(from);
        using var stream = file.OpenRead();
        var begin = new byte[Database.Length];
        return stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.AsSpan().SequenceEqual(Database)
            ? (null, ShopLocation.OfFile(file))
            : (file, null);
    }

    private ReplayTarget Target(ParseResult parsed)
    {
        if (parsed.GetValue(_to) == Kafka)
        {
            return new ReplayTarget(
                null, null, parsed.GetValue(_brokers), parsed.GetValue(_prefix)!, parsed.GetValue(_group)!, ReadConfig(parsed.GetValue(_config)));
        }

        var address = parsed.GetValue(_url)!;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new InputException($"--url is '{address}'; it must be an address such as {DefaultUrl}");
        var variable = parsed.GetValue(_keyVariable);
        var key = variable is null
            ? null
            : Environment.GetEnvironmentVariable(variable) ?? throw new InputException($"--key-variable is '{variable}'; there is no such variable");
        return new ReplayTarget(url, key, null, "", "", new Dictionary<string, string>());
    }

    private static Dictionary<string, string> ReadConfig(FileInfo? file)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (file is null)
            return settings;
        var number = 0;
        foreach (var line in File.ReadLines(file.FullName))
        {
            number++;
            if (line.AsSpan().Trim() is [] or ['#', ..])
                continue;
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || parts[0].Length == 0)
                throw new InputException($"--kafka-config: {file}:{number} is no NAME=VALUE");
            settings[parts[0]] = parts[1];
        }

        return settings;
    }
}
