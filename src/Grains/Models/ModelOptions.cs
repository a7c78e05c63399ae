namespace BookRecs.Grains.Models;

/// <summary>Where models lie and how a new one is judged. Section <c>BookRecs:Models</c>.</summary>
public sealed record ModelOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Models";

    /// <summary>The folder with one folder for each model, relative to the working directory: data/models.</summary>
    public string Path { get; init; } = "data/models";

    /// <summary>The newest models are kept, this many, and always the active one and the one before it; others are deleted: 5, from 1 to 1,000.</summary>
    public int Keep { get; init; } = 5;

    /// <summary>How far below the active model a holdout metric may lie, as a part of it: 0.05, from 0 to 1.</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>
    /// Seconds between two looks at the registry for another model and at the catalogue for others' books: 15, from 1 to 100, as the registry forgets a
    /// silo that has not looked for five minutes.
    /// </summary>
    public int CheckSeconds { get; init; } = 15;

    /// <summary>Seconds without a word from a training after which it counts as dead: 600, from 60 to 86,400.</summary>
    public int TrainingSilenceSeconds { get; init; } = 600;

    /// <summary>Seconds that activation waits for a silo to load the model; it loads it later otherwise: 10, from 1 to 25.</summary>
    public int LoadWaitSeconds { get; init; } = 10;

    /// <summary>Acts by which the log grows between two trainings that are asked for by themselves; 0: never. 0, to 1,000,000,000.</summary>
    public int RetrainEveryTransactions { get; init; }

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.NotBlank(nameof(Path), Path);
        check.Between(nameof(Keep), Keep, 1, 1_000);
        check.Between(nameof(Tolerance), Tolerance, 0, 1);
        check.Between(nameof(CheckSeconds), CheckSeconds, 1, 100);
        check.Between(nameof(TrainingSilenceSeconds), TrainingSilenceSeconds, 60, 86_400);
        check.Between(nameof(LoadWaitSeconds), LoadWaitSeconds, 1, 25);
        check.Between(nameof(RetrainEveryTransactions), RetrainEveryTransactions, 0, 1_000_000_000);
        return check.Failures;
    }
}
