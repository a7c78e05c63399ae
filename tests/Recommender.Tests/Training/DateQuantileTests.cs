using BookRecs.Recommender.Data;
using BookRecs.Recommender.Tests.Data;
using BookRecs.Recommender.Training;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Training;

public sealed class DateQuantileTests
{
    [Fact]
    public void At_AnyPlace_IsWhatSortingGives()
    {
        var dates =
            from count in Gen.Choose(1, 200)
            from scale in Gen.Elements(1L, 1_000L, 1_000_000_000L, 1L << 40)
            from draws in Gen.Choose(-1_000, 1_000).ArrayOf(count)
            select draws.Select(draw => draw == 0 ? TrainingData.NoDate : draw * scale).ToArray();
        Prop.ForAll(dates.ToArbitrary(), values =>
        {
            var sorted = values.Order().ToArray();
            return Enumerable.Range(0, values.Length).All(place => DateQuantile.At(values, place) == sorted[place]);
        }).Check();
    }
}
