using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Evaluation;

/// <summary>Settings of <see cref="Evaluator"/>.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// The model whose lists are those that readers would get: the engine's after post-processing, of all items only.
    /// </summary>
    public const string Served = "served";

    /// <summary>The names of all models that can be measured.</summary>
    public static IReadOnlyList<string> KnownModels { get; } = [.. SourceSet.KnownNames, Served];

    /// <summary>The names of the models, of <see cref="KnownModels"/>. Default: the four of the standard report.</summary>
    public IReadOnlyList<string> Models { get; init; } =
        [PopularSource.SourceName, ItemToItemSource.SourceName, ContentSource.SourceName, BlendSource.SourceName];

    /// <summary>The list lengths to measure at. Default 10 and 20; each 1 to 1,000, none twice.</summary>
    public IReadOnlyList<int> Ks { get; init; } = [10, 20];

    /// <summary>Which items may be ranked. Default <see cref="CandidateFilter.All"/>.</summary>
    public CandidateFilter Candidates { get; init; } = CandidateFilter.All;

    /// <summary>An item with fewer train users than this is cold. Default 5; at least 0.</summary>
    public int ColdBelow { get; init; } = 5;

    /// <summary>Seed of models that draw random numbers; written into the protocol. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Settings of the models.</summary>
    public CandidateOptions Sources { get; init; } = new();

    /// <summary>Threads to fit and rank with; no result depends on it. Default: the processors of the machine. At least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Refuses settings out of bounds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message names setting, value and rule.</exception>
    public void Validate()
    {
        OptionRule.Require(Models.Count > 0, "Evaluation.Models", "empty", "at least one name");
        var known = $"of {string.Join(", ", KnownModels)}";
        foreach (var model in Models)
            OptionRule.Require(KnownModels.Contains(model), "Evaluation.Models", model, known);
        OptionRule.Require(
            Candidates == CandidateFilter.All || !Models.Contains(Served), "Evaluation.Models", Served, "left out where only some items are candidates");
        OptionRule.Require(Models.Distinct().Count() == Models.Count, "Evaluation.Models", string.Join(',', Models), "without repeats");
        OptionRule.Require(Ks.Count > 0, "Evaluation.Ks", "empty", "at least one number");
        foreach (var k in Ks)
            OptionRule.Require(k is >= 1 and <= 1_000, "Evaluation.Ks", k, "1 to 1000");
        OptionRule.Require(Ks.Distinct().Count() == Ks.Count, "Evaluation.Ks", string.Join(',', Ks), "without repeats");
        OptionRule.Require(ColdBelow >= 0, "Evaluation.ColdBelow", ColdBelow, "at least 0");
        OptionRule.Require(Threads >= 1, "Evaluation.Threads", Threads, "at least 1");
        Sources.Validate();
    }
}
