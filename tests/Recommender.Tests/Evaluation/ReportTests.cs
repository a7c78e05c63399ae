using System.Text.Json;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Tests.Candidates;

namespace BookRecs.Recommender.Tests.Evaluation;

public sealed class ReportTests
{
    [Fact]
    public void WriteJson_HasTheDocumentedForm()
    {
        using var stream = new MemoryStream();
        ReportWriter.WriteJson(Report(), stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(["protocol", "models"], Names(json.RootElement));
        Assert.Equal([1, 2], json.RootElement.GetProperty("protocol").GetProperty("k").EnumerateArray().Select(k => k.GetInt32()));
        var model = json.RootElement.GetProperty("models")[0];
        Assert.Equal(["name", "overall", "warm", "cold", "fit_seconds", "recommend_seconds"], Names(model));
        string[] metrics =
        [
            "ndcg@1", "recall@1", "recall_capped@1", "coverage@1", "ndcg@2", "recall@2", "recall_capped@2", "coverage@2", "users",
        ];
        foreach (var slice in new[] { "overall", "warm", "cold" })
            Assert.Equal(metrics, Names(model.GetProperty(slice)));
        Assert.Equal(0.66667, model.GetProperty("overall").GetProperty("recall@2").GetDouble());
    }

    [Fact]
    public void WriteJson_TellsHowFarRecordsTellWhoActs()
    {
        using var stream = new MemoryStream();
        ReportWriter.WriteJson(Report() with { ContentLift = new ContentLift(18.5071234, null) }, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        var lift = json.RootElement.GetProperty("protocol").GetProperty("content_lift");
        Assert.Equal(18.50712, lift.GetProperty("popular").GetDouble());
        Assert.Equal(JsonValueKind.Null, lift.GetProperty("others").ValueKind);
    }

    [Fact]
    public void WriteCsv_HasALineForEachModelSliceAndMetric()
    {
        var text = new StringWriter();
        ReportWriter.WriteCsv(Report(), text);
        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("model,slice,metric,k,value,users", lines[0]);
        Assert.Equal(1 + (3 * 4 * 2), lines.Length);
        Assert.Contains("popular,overall,recall,2,0.66667,3", lines);
    }

    [Fact]
    public void WriteRecommendations_EscapesIdsAndRanksFromOne()
    {
        Interaction[] train = [ToyShop.Act("x", "a,\"b\""), ToyShop.Act("y", "a,\"b\""), ToyShop.Act("y", "c")];
        var data = EvaluationData.Create(train, [ToyShop.Act("new\nuser", "c")], null);
        var options = new EvaluationOptions { Models = ["popular"] };
        var report = Evaluator.Evaluate(data, options, null, TestContext.Current.CancellationToken);
        var text = new StringWriter();
        ReportWriter.WriteRecommendations(report, report.Models[0], text);
        Assert.Equal("user_id,item_id,rank,score\n\"new\nuser\",\"a,\"\"b\"\"\",1,2\n\"new\nuser\",c,2,1\n", text.ToString());
    }

    [Fact]
    public void WriteAll_MakesTheFilesOfTheReport()
    {
        var folder = Directory.CreateTempSubdirectory("bookrecs-report-");
        try
        {
            ReportWriter.WriteAll(Report(), Path.Combine(folder.FullName, "new"));
            var files = Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.FullName, file).Replace('\\', '/'));
            Assert.Equal(["new/metrics.csv", "new/metrics.json", "new/recommendations/popular.csv"], files.Order(StringComparer.Ordinal));
            var first = File.ReadAllBytes(Path.Combine(folder.FullName, "new/metrics.json"))[0];
            Assert.True(first == (byte)'{', "the file begins with a byte order mark");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Render_ShowsABlockForEachListLength()
    {
        var lines = ReportTable.Render(Report()).Split('\n');
        Assert.Equal("k = 1; users: 3 overall, 0 warm, 3 cold", lines[0]);
        Assert.StartsWith("model ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("popular ", lines[2], StringComparison.Ordinal);
        Assert.Equal(lines[1].Length, lines[2].Length);
        Assert.Equal("k = 2; users: 3 overall, 0 warm, 3 cold", lines[4]);
    }

    [Theory]
    [InlineData(0.015625, "0.01562")]
    [InlineData(0.046875, "0.04688")]
    [InlineData(0.1234567, "0.12346")]
    [InlineData(1, "1")]
    public void Rounded_Halves_GoToTheEvenDigit(double value, string rounded) =>
        Assert.Equal(rounded, ReportWriter.Rounded(value, 5).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static EvaluationReport Report() => EvaluatorTests.Evaluate(new() { Models = ["popular"], Ks = [1, 2] }, books: null);

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
