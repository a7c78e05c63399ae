using System.Globalization;
using System.Text;

namespace BookRecs.Recommender.Evaluation;

/// <summary>Renders an evaluation as a table for a terminal: a block for each list length, models × overall, warm and cold.</summary>
public static class ReportTable
{
    private static readonly string[] Columns =
    [
        "ndcg", "recall", "capped", "coverage", "warm ndcg", "warm recall", "warm capped", "cold ndcg", "cold recall", "cold capped",
        "fit s", "lists s",
    ];

    /// <summary>Renders the report; every line ends with a line feed.</summary>
    public static string Render(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var nameWidth = Math.Max("model".Length, report.Models.Max(static model => model.Name.Length));
        for (var index = 0; index < report.Options.Ks.Count; index++)
        {
            if (index > 0)
                text.Append('\n');
            AppendHeader(report, index, nameWidth, text);
            foreach (var model in report.Models)
                AppendModel(model, index, nameWidth, text);
        }

        return text.ToString();
    }

    private static void AppendHeader(EvaluationReport report, int index, int nameWidth, StringBuilder text)
    {
        var users = report.Models[0];
        text.Append(
            CultureInfo.InvariantCulture,
            $"k = {report.Options.Ks[index]}; users: {users.Overall.Users} overall, {users.Warm.Users} warm, {users.Cold.Users} cold\n");
        text.Append("model".PadRight(nameWidth));
        foreach (var column in Columns)
            text.Append("  ").Append(column.PadLeft(Width(column)));
        text.Append('\n');
    }

    private static void AppendModel(ModelEvaluation model, int index, int nameWidth, StringBuilder text)
    {
        var (overall, warm, cold) = (model.Overall.ByK[index], model.Warm.ByK[index], model.Cold.ByK[index]);
        double[] metrics =
        [
            overall.Ndcg, overall.Recall, overall.RecallCapped, model.Overall.CoverageByK[index],
            warm.Ndcg, warm.Recall, warm.RecallCapped, cold.Ndcg, cold.Recall, cold.RecallCapped,
        ];
        text.Append(model.Name.PadRight(nameWidth));
        for (var column = 0; column < metrics.Length; column++)
            AppendNumber(metrics[column], "0.0000", Columns[column], text);
        AppendNumber(model.FitTime.TotalSeconds, "0.00", Columns[^2], text);
        AppendNumber(model.RecommendTime.TotalSeconds, "0.00", Columns[^1], text);
        text.Append('\n');
    }

    private static void AppendNumber(double value, string format, string column, StringBuilder text) =>
        text.Append("  ").Append(value.ToString(format, CultureInfo.InvariantCulture).PadLeft(Width(column)));

    private static int Width(string column) => Math.Max(column.Length, 8);
}
