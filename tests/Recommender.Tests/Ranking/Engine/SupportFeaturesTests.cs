using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>What a score rests on: counted one by one, it must be what the features say.</summary>
public sealed class SupportFeaturesTests
{
    private static readonly EngineOptions Options = EngineShop.Options.Engine;

    [Fact]
    public void Rows_TellHowManyItemsOfTheHistoryArgueAndHowStronglyTheBestDoes()
    {
        var (data, sources) = (EngineShop.Data, EngineShop.Fitted);
        var facts = ItemFacts.Of(data);
        var columns = new ScoreColumns(sources).Names;
        var usual = new EngineScales([.. columns.Select(static (_, column) => 2f + column)], ItemMeans.None(columns.Count), 1f, 1f);
        var stages = EngineSource.StagesOf(sources, facts, usual, Options);
        var scratch = new EngineScratch(stages.Features, facts, Options, data.Items.Count);
        (string Source, CsrMatrix[] Matrices)[] expected =
        [
            (SparseLinearSource.SourceName, [sources.SparseLinear!.Weights]),
            (ItemToItemSource.SourceName, [sources.ItemToItem!.Neighbours]),
            (ContentSource.SourceName, [sources.Content!.WarmNeighbours, sources.Content.ColdNeighbours]),
        ];
        var counted = 0;
        for (var user = 0; user < 40; user++)
        {
            var history = HistoryItem.Of(data, user);
            EngineShop.Keep(stages, history, scratch);
            foreach (var (source, matrices) in expected)
            {
                var scale = 2f + stages.Features.Columns.Names.ToList().IndexOf(source);
                for (var place = 0; place < scratch.KeptCount; place++)
                {
                    var arguments = ArgumentsFor(scratch.Pool[scratch.Kept[place].Item], matrices, history).ToArray();
                    Assert.Equal(arguments.Length, Value(stages, scratch, place, $"support.{source}"));
                    var strongest = arguments.DefaultIfEmpty().Max() / scale;
                    Assert.Equal(strongest, Value(stages, scratch, place, $"support.{source}.strongest"), 1e-5f * (1f + strongest));
                    counted += arguments.Length;
                }
            }
        }

        Assert.True(counted > 1_000, $"only {counted} arguments were looked at");
    }

    [Fact]
    public void Rows_OfTheNextUser_StartFromNothing()
    {
        var (data, sources) = (EngineShop.Data, EngineShop.Fitted);
        var facts = ItemFacts.Of(data);
        var stages = EngineSource.StagesOf(sources, facts, EngineScales.Measure(data, sources, facts, Options, 2, TestContext.Current.CancellationToken), Options);
        var (used, fresh) = (Scratch(), Scratch());
        EngineShop.Keep(stages, HistoryItem.Of(data, 0), used);
        EngineShop.Keep(stages, HistoryItem.Of(data, 1), used);
        EngineShop.Keep(stages, HistoryItem.Of(data, 1), fresh);
        var length = fresh.KeptCount * stages.Features.Names.Count;
        Assert.Equal(fresh.Rows.AsSpan(0, length), used.Rows.AsSpan(0, length));
        Assert.DoesNotContain(used.KeptPlaces, static place => place != 0);

        EngineScratch Scratch() => new(stages.Features, facts, Options, data.Items.Count);
    }

    private static float Value(EngineStages stages, EngineScratch scratch, int place, string feature)
    {
        var names = stages.Features.Names;
        return scratch.Rows[(place * names.Count) + names.ToList().IndexOf(feature)];
    }

    private static IEnumerable<float> ArgumentsFor(int candidate, CsrMatrix[] matrices, HistoryItem[] history)
    {
        foreach (var matrix in matrices)
        {
            foreach (var (item, weight, _) in history)
            {
                var at = matrix.RowColumns(item).IndexOf(candidate);
                if (at >= 0 && matrix.RowValues(item)[at] > 0f)
                    yield return weight * matrix.RowValues(item)[at];
            }
        }
    }
}
