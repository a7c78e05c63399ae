using BookRecs.Recommender.Data;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Tests.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Evaluation;

/// <summary>How test was split off is told by its dates, and the engine learns to foretell such acts.</summary>
public sealed class SplitDetectorTests
{
    private const int Users = 40;
    private const int Acts = 20;

    private static readonly DateTimeOffset FirstDay = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(HoldoutKind.Time)]
    [InlineData(HoldoutKind.UserLatest)]
    [InlineData(HoldoutKind.UserRandom)]
    public void Split_OfDatedFiles_IsTheOneThatMadeThem(HoldoutKind kind)
    {
        var (train, test) = Split(kind);

        Assert.Equal(kind, EvaluationData.Create(train, test, null).Split);
    }

    [Theory]
    [InlineData(HoldoutKind.Time)]
    [InlineData(HoldoutKind.UserLatest)]
    public void Split_WithSomeDatesThatAreWrong_IsToldAllTheSame(HoldoutKind kind)
    {
        var (train, test) = Split(kind);
        train[0] = train[0] with { OccurredAt = FirstDay.AddYears(70) };
        test[0] = test[0] with { OccurredAt = FirstDay.AddYears(-50) };

        Assert.Equal(kind, EvaluationData.Create(train, test, null).Split);
    }

    [Fact]
    public void Split_AllActsOfAUserAtOneMoment_IsNotTakenForTheLatestOfEach()
    {
        var (train, test) = Split(HoldoutKind.UserRandom);
        var (sameTrain, sameTest) = (train.Select(AtOneMoment), test.Select(AtOneMoment));

        Assert.Equal(HoldoutKind.UserRandom, EvaluationData.Create(sameTrain, sameTest, null).Split);

        static Interaction AtOneMoment(Interaction act) => act with { OccurredAt = FirstDay.AddDays(int.Parse(act.UserId[1..], null)) };
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Split_WithoutDatesOnASide_IsNotTold(bool isTrainDated, bool isTestDated)
    {
        var (train, test) = Split(HoldoutKind.UserLatest);

        var data = EvaluationData.Create(isTrainDated ? train : train.Select(Undated), isTestDated ? test : test.Select(Undated), null);

        Assert.Equal(HoldoutKind.Automatic, data.Split);

        static Interaction Undated(Interaction act) => act with { OccurredAt = null };
    }

    [Theory]
    [InlineData(HoldoutKind.Time)]
    [InlineData(HoldoutKind.UserLatest)]
    [InlineData(HoldoutKind.UserRandom)]
    public void Engine_LearnsToForetellActsLikeThoseOfTest(HoldoutKind kind)
    {
        var shop = EngineShop.Data;
        var outer = Holdout.Make(shop, 0.2, hiddenItemFraction: 0, minInteractions: 50, seed: 7, timeFraction: null, kind)!;
        var test = from user in outer.SampleUsers(int.MaxValue)
                   from item in outer.ItemsOf(user)
                   select new Interaction(shop.Users[user], shop.Items[item], InteractionKind.Purchase, false, null, DateOf(shop, user, item));
        var options = new EvaluationOptions { Models = [EngineSource.SourceName], Sources = EngineShop.Options, Threads = 2 };

        var report = Evaluator.Evaluate(EvaluationData.Create(outer.Train, true, test), options, null, TestContext.Current.CancellationToken);

        Assert.Equal(kind, report.Engine!.HoldoutBy);
    }

    private static DateTimeOffset DateOf(TrainingData data, int user, int item) => DateTimeOffset.FromUnixTimeSeconds(
        data.OccurredAt.Span[(int)data.Interactions.RowStarts.Span[user] + data.Interactions.RowColumns(user).IndexOf(item)]);

    /// <summary>Users who come to the shop one after the other, each for two months.</summary>
    private static (List<Interaction> Train, List<Interaction> Test) Split(HoldoutKind kind)
    {
        var acts = from user in Enumerable.Range(0, Users)
                   from act in Enumerable.Range(0, Acts)
                   select (User: user, Act: act, Date: FirstDay.AddDays((user * 5) + (act * 3)));
        var cut = FirstDay.AddDays(200);
        var sides = acts.ToLookup(act => kind switch
        {
            HoldoutKind.Time => act.Date >= cut,
            HoldoutKind.UserLatest => act.Act >= Acts - 3,
            _ => act.Act % 5 == 2,
        });
        return ([.. sides[false].Select(Interaction)], [.. sides[true].Select(Interaction)]);

        static Interaction Interaction((int User, int Act, DateTimeOffset Date) act) =>
            new($"u{act.User}", $"b{(act.User + act.Act) % 30}", InteractionKind.Purchase, false, null, act.Date);
    }
}
