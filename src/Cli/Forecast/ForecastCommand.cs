using System.CommandLine;
using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Forecasting;
using BookRecs.Recommender.Forecasting.Sales;

namespace BookRecs.Cli.Forecast;

/// <summary>The verb <c>forecast</c>.</summary>
internal sealed class ForecastCommand : VerbCommand
{
    /// <summary>Where files go when <c>--out</c> is not given.</summary>
    public const string DefaultFolder = "forecast";

    private static readonly Dictionary<string, SeriesKind> Kinds = new(StringComparer.Ordinal)
    {
        ["shop"] = SeriesKind.Shop,
        ["item"] = SeriesKind.Item,
        ["series"] = SeriesKind.Series,
        ["author"] = SeriesKind.Author,
        ["genre"] = SeriesKind.Genre,
    };

    private readonly Option<ShopLocation?> _data = VerbOptions.ExistingShop(
        "--data", "The shop's database, as import made it: a file, or postgresql://user@host/database.");
    private readonly Option<string?> _item = Named("--item", "ID", "The sales of one item.");
    private readonly Option<string?> _series = Named("--series", "S", "The sales of all items of a book series.");
    private readonly Option<string?> _author = Named("--author", "A", "The sales of all items of an author.");
    private readonly Option<string?> _genre = Named("--genre", "G", "The sales of all items of a genre or subject.");
    private readonly Option<bool> _shop = new("--shop") { Description = "All sales of the shop." };
    private readonly Option<bool> _all = new("--all") { Description = "Every series of the kinds that --of names." };
    private readonly ListOption<SeriesKind> _of = new(
        "--of",
        "With --all, the kinds of series, separated by commas.",
        string.Join(',', Kinds.Keys),
        $"it must be names out of {string.Join(", ", Kinds.Keys)} separated by commas, each once",
        ParseKinds);
    private readonly Option<int> _horizon = VerbOptions.Integer("--horizon", "Periods to forecast.", 1, 366, 28);
    private readonly Option<string> _period = VerbOptions.Choice(
        "--period", "The length of a point: a day, or a week from Monday on, in UTC.", ["day", "week"], "day");
    private readonly Option<int> _season = VerbOptions.Integer(
        "--season", "Periods after which sales repeat; 0 for 7 days or 52 weeks, 1 for no season.", 0, 366, 0);
    private readonly ListOption<double> _levels = new(
        "--level",
        "Prediction intervals, in percent of future sales that they should hold, rising, separated by commas.",
        "80,95",
        $"it must be 1 to {ForecastOptions.MaximumLevels} rising numbers above 0 and below 100 separated by commas, such as 80,95",
        ParseLevels);
    private readonly Option<string> _criterion = VerbOptions.Choice(
        "--criterion",
        "What the choice of a model makes small: squared errors (forecasts are means, and add up) or absolute ones (medians).",
        ["squared", "absolute"],
        "squared");
    private readonly Option<DateOnly?> _until = new("--until")
    {
        Description = "The last day to look at, such as 2024-06-30, at most today; days after the last act are days without sales. Without it, "
            + "all; the period of the last act counts as unfinished.",
        HelpName = "DATE",
        CustomParser = ParseDay,
    };
    private readonly Option<DirectoryInfo> _out = VerbOptions.OutputFolder(
        "--out", $"Where the CSV and SVG files are written. [default: {DefaultFolder}]");
    private readonly Option<int> _plots = VerbOptions.Integer("--plots", "With --all, plots of so many series, those that sell most.", 0, 10_000, 20);
    private readonly Option<bool> _backtest = new("--backtest")
    {
        Description = "Forecast the past instead and compare with what came; series of less than a year are left out.",
    };
    private readonly Option<int> _origins = VerbOptions.Integer(
        "--origins", "With --backtest, points in the past to forecast from, a horizon apart.", 1, 100, 4);
    private readonly Option<int> _threads = VerbOptions.Threads();

    public ForecastCommand(Terminal terminal)
        : base("forecast", "Forecasts sales by item, book series, author, genre or shop, or measures how well that works.")
    {
        _out.Required = false;
        _out.DefaultValueFactory = _ => new DirectoryInfo(DefaultFolder);
        Option[] options =
        [
            _data, _item, _series, _author, _genre, _shop, _all, _of, _horizon, _period, _season, _levels, _criterion, _until, _out,
            _plots, _backtest, _origins, _threads,
        ];
        foreach (var option in options)
            Add(option);
        SetAction(async (parsed, cancellationToken) =>
        {
            var arguments = Read(parsed);
            return arguments.BacktestOrigins is null
                ? await new ForecastRunner(terminal).RunAsync(arguments, cancellationToken)
                : await new BacktestRunner(terminal).RunAsync(arguments, cancellationToken);
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "forecast --data data/shop.db --genre Fantasy --horizon 28",
        "forecast --data data/shop.db --item 42 --horizon 28 --out forecast/",
        "forecast --data data/shop.db --all --of genre,author --period week --horizon 8 --out forecast/",
        "forecast --data data/shop.db --all --of genre --period week --horizon 4 --backtest",
    ];

    private ForecastArguments Read(ParseResult parsed)
    {
        var (kinds, only, option) = ReadSubject(parsed);
        var period = parsed.GetValue(_period) == "week" ? SalesPeriod.Week : SalesPeriod.Day;
        var season = parsed.GetValue(_season);
        return new ForecastArguments(
            parsed.GetValue(_data)!,
            kinds,
            only,
            option,
            period,
            parsed.GetValue(_until),
            new ForecastOptions
            {
                Horizon = parsed.GetValue(_horizon),
                Season = season == 0 ? SalesCalendar.SeasonOf(period) : season,
                Levels = [.. _levels.Read(parsed).Select(static percent => percent / 100)],
                Criterion = parsed.GetValue(_criterion) == "absolute" ? ForecastCriterion.Absolute : ForecastCriterion.Squared,
            },
            parsed.GetValue(_out)!,
            parsed.GetValue(_plots),
            parsed.GetValue(_backtest) ? parsed.GetValue(_origins) : null,
            parsed.GetValue(_threads));
    }

    private (IReadOnlyList<SeriesKind> Kinds, string? Only, string Option) ReadSubject(ParseResult parsed)
    {
        var subjects = new List<(SeriesKind[] Kinds, string? Only, string Option)>();
        Option<string?>[] named = [_item, _series, _author, _genre];
        foreach (var option in named)
        {
            if (parsed.GetValue(option) is { } name)
                subjects.Add(([Kinds[option.Name[2..]]], name, option.Name));
        }

        if (parsed.GetValue(_shop))
            subjects.Add(([SeriesKind.Shop], "", _shop.Name));
        if (parsed.GetValue(_all))
            subjects.Add((_of.Read(parsed), null, _all.Name));
        const string rule = "exactly one of --item, --series, --author, --genre, --shop and --all must be given";
        return subjects.Count switch
        {
            1 => subjects[0],
            0 => throw new InputException($"nothing to forecast is named; {rule} (see: bookrecs forecast --help)"),
            _ => throw new InputException(
                $"{string.Join(" and ", subjects.Select(static subject => subject.Option))} are given; {rule} (see: bookrecs forecast --help)"),
        };
    }

    private static Option<string?> Named(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var value = result.Tokens[0].Value;
            if (value.Length == 0)
                UsageErrors.Refuse(result, "it must not be empty");
            return value;
        },
    };

    private static DateOnly? ParseDay(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue)
            return day;
        UsageErrors.Refuse(result, "it must be a day such as 2024-06-30");
        return null;
    }

    private static SeriesKind[]? ParseKinds(string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.All(Kinds.ContainsKey) && names.Distinct().Count() == names.Length ? [.. names.Select(static name => Kinds[name])] : null;
    }

    private static double[]? ParseLevels(string text)
    {
        var levels = new List<double>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var level)
                || level <= (levels.Count == 0 ? 0 : levels[^1]) || level >= 100)
                return null;
            levels.Add(level);
        }

        return levels.Count <= ForecastOptions.MaximumLevels ? [.. levels] : null;
    }
}
