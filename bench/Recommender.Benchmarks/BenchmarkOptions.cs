using System.Globalization;
using BookRecs.Recommender.Data.Synthetic;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        "usage: [--work als_cg,als_cholesky,item_to_item,lists_item_to_item,lists_latent_factors,lambda_mart,tree_scores,load,rank,post] [--users N] " +
        "[--items N] [--interactions N] [--factors N] [--queries N] [--candidates N] [--features N] [--trees N] [--threads N] [--seed N]";

    public static readonly IReadOnlyList<string> AllWork =
        ["als_cg", "als_cholesky", "item_to_item", "lists_item_to_item", "lists_latent_factors", "lambda_mart", "tree_scores"];

    /// <summary>Trains models of its own, so that it stands alone.</summary>
    public const string LoadWork = "load";

    /// <summary>Trains a model of its own as well.</summary>
    public const string RankWork = "rank";

    /// <summary>Trains a model of its own as well.</summary>
    public const string PostWork = "post";

    public IReadOnlyList<string> Work { get; init; } = AllWork;

    public int Users { get; init; } = 200_000;

    public int Items { get; init; } = 50_000;

    public int Interactions { get; init; } = 10_000_000;

    public int Factors { get; init; } = 64;

    public int Queries { get; init; } = 5_000;

    public int Candidates { get; init; } = 300;

    public int Features { get; init; } = 40;

    public int Trees { get; init; } = 300;

    public int Threads { get; init; } = Environment.ProcessorCount;

    public int Seed { get; init; } = 42;

    public SyntheticMatrixOptions Matrix => new() { Users = Users, Items = Items, Interactions = Interactions, Seed = Seed };

    /// <exception cref="FormatException">An argument is not known or has no sound value.</exception>
    public static BenchmarkOptions Parse(string[] arguments)
    {
        var options = new BenchmarkOptions();
        for (var index = 0; index < arguments.Length; index += 2)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : throw new FormatException($"{arguments[index]} needs a value");
            options = arguments[index] switch
            {
                "--work" => options with { Work = ParseWork(value) },
                "--users" => options with { Users = ParseCount(value) },
                "--items" => options with { Items = ParseCount(value) },
                "--interactions" => options with { Interactions = ParseCount(value) },
                "--factors" => options with { Factors = ParseCount(value) },
                "--queries" => options with { Queries = ParseCount(value) },
                "--candidates" => options with { Candidates = ParseCount(value) },
                "--features" => options with { Features = ParseCount(value) },
                "--trees" => options with { Trees = ParseCount(value) },
                "--threads" => options with { Threads = ParseCount(value) },
                "--seed" => options with { Seed = ParseCount(value) },
                _ => throw new FormatException($"{arguments[index]} is not known"),
            };
        }

        return options;
    }

    private static string[] ParseWork(string text)
    {
        var names = text.Split(',');
        return names.All(AllWork.Contains) || names is [LoadWork] or [RankWork] or [PostWork]
            ? names
            : throw new FormatException($"--work {text} must be {LoadWork}, {RankWork} or {PostWork} alone, or names of {string.Join(", ", AllWork)}");
    }

    private static int ParseCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{text} must be a whole number from 1");
}
