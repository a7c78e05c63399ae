using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Evaluation;

/// <summary>
/// Tells by the dates of train and test how test was split off. What sold at the end of train is a good guess for what came later, and a bad
/// one for acts of all times: rankers must learn from what they are to foretell. Holds 8 bytes a user of train once an act has a date.
/// </summary>
/// <param name="train">The train data.</param>
internal sealed class SplitDetector(TrainingData train)
{
    /// <summary>A few acts may be out of order: clocks that were wrong, or acts of the moment of the cut.</summary>
    private const double MinShare = 0.9;

    private readonly bool _isTrainDated = Holdout.IsDated(train);
    private long[]? _latest;
    private long _endOfTrain;
    private long _dated;
    private long _afterTrain;
    private long _comparable;
    private long _afterOwn;

    /// <summary>How test was split off, by the acts added; <see cref="HoldoutKind.Automatic"/> when train or test has no dates.</summary>
    public HoldoutKind Kind =>
        _dated == 0 ? HoldoutKind.Automatic
        : _afterTrain >= MinShare * _dated ? HoldoutKind.Time
        : _comparable > 0 && _afterOwn >= MinShare * _comparable ? HoldoutKind.UserLatest
        : HoldoutKind.UserRandom;

    /// <summary>Adds an act of test.</summary>
    public void Add(in Interaction interaction)
    {
        if (!_isTrainDated || interaction.OccurredAt is not { } occurredAt)
            return;
        if (_latest is null)
            (_latest, _endOfTrain) = (LatestOfUsers(train), EndOf(train.OccurredAt.Span));
        var date = occurredAt.ToUnixTimeSeconds();
        _dated++;
        _afterTrain += date >= _endOfTrain ? 1 : 0;

        // Acts of one moment, as of one purchase, do not tell in which order they were.
        if (train.Users.TryGetIndex(interaction.UserId, out var user) && _latest[user] != TrainingData.NoDate && _latest[user] != date)
        {
            _comparable++;
            _afterOwn += date > _latest[user] ? 1 : 0;
        }
    }

    /// <summary>The date that all but a hundredth of the acts are not later than, as single dates can be wrong.</summary>
    private static long EndOf(ReadOnlySpan<long> dates) => dates.IsEmpty ? TrainingData.NoDate : DateQuantile.At(dates, (int)((dates.Length - 1) * 0.99));

    private static long[] LatestOfUsers(TrainingData train)
    {
        var latest = new long[train.Users.Count];
        var starts = train.Interactions.RowStarts.Span;
        var dates = train.OccurredAt.Span;
        for (var user = 0; user < latest.Length; user++)
        {
            latest[user] = TrainingData.NoDate;
            foreach (var date in dates[(int)starts[user]..(int)starts[user + 1]])
                latest[user] = Math.Max(latest[user], date);
        }

        return latest;
    }
}
