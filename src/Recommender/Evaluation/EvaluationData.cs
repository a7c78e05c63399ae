using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// A train and a test set. The models' items are those of train and of the catalogue: the test set adds none, so it leaks none.
/// </summary>
public sealed class EvaluationData
{
    private EvaluationData(
        TrainingData train, HoldoutKind split, IReadOnlyList<TestUser> users, int[] trainUsers, int catalogueSize, bool[] isCatalogued)
    {
        Train = train;
        Split = split;
        Users = users;
        TrainUsers = trainUsers;
        CatalogueSize = catalogueSize;
        IsCatalogued = isCatalogued;
    }

    /// <summary>What the models are fitted on.</summary>
    public TrainingData Train { get; }

    /// <summary>
    /// How test was split off train, as their dates tell; <see cref="HoldoutKind.Automatic"/> where they do not. The engine's rankers learn
    /// from holdouts of the same kind.
    /// </summary>
    public HoldoutKind Split { get; }

    /// <summary>The users with a test item, in the order of their first test row.</summary>
    public IReadOnlyList<TestUser> Users { get; }

    /// <summary>Number of test items, each user's distinct ones added up.</summary>
    public int TestPairs => Users.Sum(static user => user.TestItemCount);

    /// <summary>How many items coverage is a share of: the catalogue's when there is one, else those of train and test.</summary>
    public int CatalogueSize { get; }

    /// <summary>Whether there is an item without train interactions, which <see cref="CandidateFilter.Cold"/> alone lets be ranked.</summary>
    public bool HasColdItems => TrainUsers.Span.Contains(0);

    /// <summary>Number of train users of each item of the model.</summary>
    internal ReadOnlyMemory<int> TrainUsers { get; }

    /// <summary>Whether an item of the model counts for coverage.</summary>
    internal IReadOnlyList<bool> IsCatalogued { get; }

    /// <summary>Gathers the sets.</summary>
    /// <param name="train">Train interactions.</param>
    /// <param name="test">Test interactions; repeats of a user and item count once.</param>
    /// <param name="books">The catalogue, or null when there is none.</param>
    public static EvaluationData Create(IEnumerable<Interaction> train, IEnumerable<Interaction> test, IEnumerable<Book>? books)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        var builder = new TrainingDataBuilder();
        foreach (var interaction in train)
            builder.Add(interaction);
        var hasBooks = books is not null;
        foreach (var book in books ?? [])
            builder.Add(book);
        return Create(builder.Build(), hasBooks, test);
    }

    /// <summary>Gathers the sets from train data that were built before.</summary>
    /// <param name="train">Train interactions and the catalogue.</param>
    /// <param name="hasCatalogue">Whether <paramref name="train"/> holds a catalogue, which coverage is then a share of.</param>
    /// <param name="test">Test interactions; repeats of a user and item count once.</param>
    public static EvaluationData Create(TrainingData train, bool hasCatalogue, IEnumerable<Interaction> test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        var gatherer = new TestUserGatherer(train);
        var detector = new SplitDetector(train);
        foreach (var interaction in test)
        {
            gatherer.Add(interaction.UserId, interaction.ItemId);
            detector.Add(interaction);
        }

        var trainUsers = new int[train.Items.Count];
        foreach (var item in train.Interactions.Columns.Span)
            trainUsers[item]++;
        var isCatalogued = new bool[train.Items.Count];
        for (var item = 0; item < isCatalogued.Length; item++)
            isCatalogued[item] = !hasCatalogue || train.Books[item] is not null;
        var catalogueSize = isCatalogued.Count(static isIn => isIn) + (hasCatalogue ? 0 : gatherer.UnknownItems);
        return new EvaluationData(train, detector.Kind, gatherer.Gather(), trainUsers, catalogueSize, isCatalogued);
    }
}
