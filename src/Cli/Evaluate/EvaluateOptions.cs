namespace BookRecs.Cli.Evaluate;

/// <summary>What <c>evaluate</c> was asked for.</summary>
/// <param name="Train">The interactions that models are fitted on.</param>
/// <param name="Test">The interactions that they must find.</param>
/// <param name="Books">The catalogue, if any.</param>
/// <param name="Models">Names of models, in the order of the report.</param>
/// <param name="Cutoffs">List lengths to judge, rising.</param>
/// <param name="ColdCandidatesOnly">Rank only items without any train interaction.</param>
/// <param name="Ablation">Also measure the engine without each of its parts.</param>
/// <param name="Seed">Start of all randomness.</param>
/// <param name="Out">The folder of the report.</param>
/// <param name="Threads">Threads to use.</param>
internal sealed record EvaluateOptions(
    FileInfo Train,
    FileInfo Test,
    FileInfo? Books,
    IReadOnlyList<string> Models,
    IReadOnlyList<int> Cutoffs,
    bool ColdCandidatesOnly,
    bool Ablation,
    int Seed,
    DirectoryInfo Out,
    int Threads);
