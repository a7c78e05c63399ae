using System.Collections.Immutable;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;

namespace BookRecs.Grains.Tests.Models;

public sealed class ModelGateTests
{
    private readonly FakeModelStore _store = new();
    private readonly ModelGate _gate = new(0.05);

    [Fact]
    public void Judge_WithoutActiveModel_Admits() => Assert.True(_gate.Judge(_store.Add("new", 0, 0), null).Admitted);

    [Theory]
    [InlineData(0.1, 0.05, true)]
    [InlineData(0.2, 0.10, true)]
    [InlineData(0.0951, 0.0476, true)]
    [InlineData(0.0949, 0.05, false)]
    [InlineData(0.2, 0.0474, false)]
    public void Judge_AgainstActive_HoldsBothSlices(double overall, double cold, bool admitted) =>
        Assert.Equal(admitted, _gate.Judge(_store.Add("new", overall, cold), _store.Add("old", 0.1, 0.05)).Admitted);

    [Fact]
    public void Judge_Refused_NamesMetricAndModel()
    {
        var decision = _gate.Judge(_store.Add("new", 0.2, 0.01), _store.Add("old", 0.1, 0.05));
        Assert.Equal("refused: cold.ndcg@10 0.01 is below 0.0475, the 0.05 of old less 5 %", decision.Text);
    }

    [Fact]
    public void Judge_WithoutMetrics_AdmitsAndSaysSo()
    {
        var blank = _store.Add("new") with { Metrics = ImmutableDictionary<string, double>.Empty };
        var decision = _gate.Judge(blank, _store.Add("old"));
        Assert.True(decision.Admitted);
        Assert.Contains("no holdout metrics", decision.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_MetricThatIsNoNumber_IsNotCompared()
    {
        var active = _store.Add("old");
        active = active with { Metrics = active.Metrics.SetItem("cold.ndcg@10", double.NaN) };
        Assert.True(_gate.Judge(_store.Add("new", 0.1, 0), active).Admitted);
    }
}
