using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BookRecs.Recommender.Candidates;
using static System.FormattableString;

namespace BookRecs.Recommender.Evaluation;

/// <summary>Writes an evaluation as files; metrics are rounded to five digits.</summary>
public static class ReportWriter
{
    private static readonly JsonWriterOptions JsonOptions =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes metrics.json, metrics.csv and recommendations/&lt;model&gt;.csv into a folder, which is made when it is not there.
    /// </summary>
    public static void WriteAll(EvaluationReport report, string folder)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var lists = Path.Combine(folder, "recommendations");
        Directory.CreateDirectory(lists);
        using (var json = File.Create(Path.Combine(folder, "metrics.json")))
            WriteJson(report, json);
        using (var csv = CreateText(Path.Combine(folder, "metrics.csv")))
            WriteCsv(report, csv);
        foreach (var model in report.Models)
        {
            using var csv = CreateText(Path.Combine(lists, $"{model.Name}.csv"));
            WriteRecommendations(report, model, csv);
        }
    }

    /// <summary>Writes the protocol and every model's metrics as JSON.</summary>
    public static void WriteJson(EvaluationReport report, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var json = new Utf8JsonWriter(stream, JsonOptions);
        json.WriteStartObject();
        WriteProtocol(report, json);
        json.WriteStartArray("models");
        foreach (var model in report.Models)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            foreach (var (name, slice) in SlicesOf(model))
                WriteSlice(report.Options.Ks, name, slice, json);
            json.WriteNumber("fit_seconds", Rounded(model.FitTime.TotalSeconds, 3));
            json.WriteNumber("recommend_seconds", Rounded(model.RecommendTime.TotalSeconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes one line a model, slice and metric: model,slice,metric,k,value,users.</summary>
    public static void WriteCsv(EvaluationReport report, TextWriter csv)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(csv);
        csv.Write("model,slice,metric,k,value,users\n");
        foreach (var model in report.Models)
        {
            foreach (var (sliceName, slice) in SlicesOf(model))
            {
                foreach (var (metric, k, value) in ValuesOf(report.Options.Ks, slice))
                    csv.Write(Invariant($"{model.Name},{sliceName},{metric},{k},{value},{slice.Users}\n"));
            }
        }
    }

    /// <summary>Writes the lists of a model: user_id,item_id,rank,score, users in the order of the test set, rank 1 the best.</summary>
    public static void WriteRecommendations(EvaluationReport report, ModelEvaluation model, TextWriter csv)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(csv);
        csv.Write("user_id,item_id,rank,score\n");
        for (var user = 0; user < model.Lists.UserCount; user++)
        {
            var userId = CsvField(report.Data.Users[user].Id);
            var rank = 0;
            foreach (var (item, score) in model.Lists[user])
            {
                var itemId = CsvField(report.Data.Train.Items[item]);
                csv.Write(Invariant($"{userId},{itemId},{++rank},{score}\n"));
            }
        }
    }

    /// <summary>Rounds as five digits are compared: halves go to the even digit.</summary>
    internal static decimal Rounded(double value, int digits) => Math.Round((decimal)value, digits, MidpointRounding.ToEven);

    /// <summary>The slices of a model by the names they have in every report.</summary>
    internal static (string Name, SliceMetrics Slice)[] SlicesOf(ModelEvaluation model) =>
        [("overall", model.Overall), ("warm", model.Warm), ("cold", model.Cold)];

    /// <summary>The metrics of a slice, for each list length in turn.</summary>
    internal static IEnumerable<(string Metric, int K, decimal Value)> ValuesOf(IReadOnlyList<int> ks, SliceMetrics slice)
    {
        for (var index = 0; index < ks.Count; index++)
        {
            yield return ("ndcg", ks[index], Rounded(slice.ByK[index].Ndcg, 5));
            yield return ("recall", ks[index], Rounded(slice.ByK[index].Recall, 5));
            yield return ("recall_capped", ks[index], Rounded(slice.ByK[index].RecallCapped, 5));
            yield return ("coverage", ks[index], Rounded(slice.CoverageByK[index], 5));
        }
    }

    private static void WriteProtocol(EvaluationReport report, Utf8JsonWriter json)
    {
        var (options, data) = (report.Options, report.Data);
        json.WriteStartObject("protocol");
        json.WriteString("ranking", "full, train items of the user left out, no sampled negatives");
        json.WriteString("candidates", options.Candidates == CandidateFilter.Cold ? "cold" : "all");
        json.WriteStartArray("k");
        foreach (var k in options.Ks)
            json.WriteNumberValue(k);
        json.WriteEndArray();
        json.WriteNumber("cold_below", options.ColdBelow);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("train_users", data.Train.Users.Count);
        json.WriteNumber("train_interactions", data.Train.Interactions.EntryCount);
        json.WriteNumber("test_users", data.Users.Count);
        json.WriteNumber("test_interactions", data.TestPairs);
        json.WriteNumber("catalogue", data.CatalogueSize);
        WriteContentLift(report.ContentLift, json);
        json.WriteEndObject();
    }

    private static void WriteContentLift(ContentLift? lift, Utf8JsonWriter json)
    {
        json.WriteStartObject("content_lift");
        Write("popular", lift?.Popular);
        Write("others", lift?.Others);
        json.WriteEndObject();

        void Write(string name, double? value)
        {
            if (value is { } known)
                json.WriteNumber(name, Rounded(known, 5));
            else
                json.WriteNull(name);
        }
    }

    private static void WriteSlice(IReadOnlyList<int> ks, string name, SliceMetrics slice, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        foreach (var (metric, k, value) in ValuesOf(ks, slice))
            json.WriteNumber(Invariant($"{metric}@{k}"), value);
        json.WriteNumber("users", slice.Users);
        json.WriteEndObject();
    }

    private static string CsvField(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static StreamWriter CreateText(string path) =>
        new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
