using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>Where a candidate is in a series, and where the reader is: read off the books, it must be what the features say.</summary>
public sealed class SeriesFeaturesTests
{
    private static readonly EngineOptions Options = EngineShop.Options.Engine;

    [Fact]
    public void Rows_TellTheVolumeAndHowFarItIsAheadOfTheHistory()
    {
        var (data, sources) = (EngineShop.Data, EngineShop.Fitted);
        var facts = ItemFacts.Of(data);
        var scales = EngineScales.Measure(data, sources, facts, Options, 2, TestContext.Current.CancellationToken);
        var stages = EngineSource.StagesOf(sources, facts, scales, Options);
        var scratch = new EngineScratch(stages.Features, facts, Options, data.Items.Count);
        var (volume, ahead) = (PlaceOf(stages, "book.volume"), PlaceOf(stages, "book.volumes_ahead"));
        var begun = 0;
        for (var user = 0; user < 40; user++)
        {
            var history = HistoryItem.Of(data, user);
            EngineShop.Keep(stages, history, scratch);
            for (var place = 0; place < scratch.KeptCount; place++)
            {
                var book = data.Books[scratch.Pool[scratch.Kept[place].Item]];
                var row = scratch.Rows.AsSpan(place * stages.Features.Names.Count, stages.Features.Names.Count);
                var expected = AheadOf(book, history.Select(act => data.Books[act.Item]));
                Assert.Equal(book?.Volume ?? float.NaN, row[volume]);
                Assert.Equal(expected, row[ahead]);
                begun += float.IsNaN(expected) ? 0 : 1;
            }
        }

        Assert.True(begun > 100, $"only {begun} candidates of begun series were looked at");
    }

    [Fact]
    public void Furthest_IsTheHighestVolumeInAnyOrder_AndNothingAfterClear()
    {
        var furthest = new FurthestVolumes(3);
        furthest.Add([1], 4f);
        furthest.Add([1], 2.5f);
        furthest.Add([2], float.NaN);
        Assert.Equal([1f, -3f, float.NaN, float.NaN], [furthest.AheadOf([1], 5f), furthest.AheadOf([1], 1f), furthest.AheadOf([2], 1f), furthest.AheadOf([], 1f)]);
        Assert.Equal(float.NaN, furthest.AheadOf([1], float.NaN));
        furthest.Clear();
        Assert.Equal(float.NaN, furthest.AheadOf([1], 5f));
    }

    private static float AheadOf(Book? book, IEnumerable<Book?> history)
    {
        if (book is not { Volume: { } volume, Series: [var series, ..] })
            return float.NaN;
        var read = history.Where(other => other?.Series is [var own, ..] && own == series).Select(other => other!.Volume).Max();
        return volume - read ?? float.NaN;
    }

    private static int PlaceOf(EngineStages stages, string feature) => EngineFeatures.PlaceOf(stages.Features.Names, feature);
}
