using System.CommandLine;
using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Evaluation;

namespace BookRecs.Cli.Evaluate;

/// <summary>The verb <c>evaluate</c>.</summary>
internal sealed class EvaluateCommand : VerbCommand
{
    public const int MaximumCutoff = 1000;

    private readonly Option<FileInfo?> _train = VerbOptions.ExistingFile(
        "--train", "Canonical interactions that the models are fitted on.", required: true);
    private readonly Option<FileInfo?> _test = VerbOptions.ExistingFile(
        "--test", "Canonical interactions that they must find.", required: true);
    private readonly Option<FileInfo?> _books = VerbOptions.ExistingFile("--books", "Canonical books; content finds nothing without.");
    private readonly ListOption<string> _models = new(
        "--models",
        $"Models to judge, separated by commas: {string.Join(", ", EvaluationOptions.KnownModels)}; all is those that the data has something for.",
        "all",
        $"it must be all, or names out of {string.Join(", ", EvaluationOptions.KnownModels)} separated by commas, each once",
        ParseModels);
    private readonly ListOption<int> _cutoffs = new(
        "--k",
        $"List lengths to judge, separated by commas, from 1 to {MaximumCutoff}.",
        "10,20",
        $"it must be whole numbers from 1 to {MaximumCutoff} separated by commas, each once",
        ParseCutoffs);
    private readonly Option<string> _candidates = VerbOptions.Choice(
        "--candidates", "Rank all items, or only those without any train interaction.", ["all", "cold"], "all");
    private readonly Option<bool> _ablation = new("--ablation")
    {
        Description = "Also train the engine without each of its sources and groups of features, untuned, and tell what each adds.",
    };
    private readonly Option<int> _seed = VerbOptions.Seed();
    private readonly Option<DirectoryInfo> _out = VerbOptions.OutputFolder(
        "--out", "Where metrics.json, metrics.csv and recommendations/ are written.");
    private readonly Option<int> _threads = VerbOptions.Threads();

    public EvaluateCommand(Terminal terminal)
        : base("evaluate", "Fits models on one file and judges them on another, on warm and on cold books.")
    {
        Add(_train);
        Add(_test);
        Add(_books);
        Add(_models);
        Add(_cutoffs);
        Add(_candidates);
        Add(_ablation);
        Add(_seed);
        Add(_out);
        Add(_threads);
        SetAction(async (parsed, cancellationToken) => await new EvaluateRunner(terminal).RunAsync(
            new EvaluateOptions(
                parsed.GetValue(_train)!,
                parsed.GetValue(_test)!,
                parsed.GetValue(_books),
                _models.Read(parsed),
                _cutoffs.Read(parsed),
                parsed.GetValue(_candidates) == "cold",
                parsed.GetValue(_ablation),
                parsed.GetValue(_seed),
                parsed.GetValue(_out)!,
                parsed.GetValue(_threads)),
            cancellationToken));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "evaluate --train train.csv.gz --test test.csv.gz --books books.csv.gz --models all --k 10,20 --out report/",
        "evaluate --train train.csv.gz --test test.csv.gz --books books.csv.gz --models content,blend --candidates cold --out report-cold/",
        "evaluate --train train.csv.gz --test test.csv.gz --books books.csv.gz --models engine --ablation --out report/",
    ];

    private static string[]? ParseModels(string text)
    {
        if (text == "all")
            return [];
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.All(EvaluationOptions.KnownModels.Contains) && names.Distinct().Count() == names.Length ? names : null;
    }

    private static int[]? ParseCutoffs(string text)
    {
        var cutoffs = new SortedSet<int>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var cutoff)
                || cutoff is < 1 or > MaximumCutoff || !cutoffs.Add(cutoff))
                return null;
        }

        return [.. cutoffs];
    }
}
