#:property PublishAot=false
#:property AssemblyName=BookRecs.TrainGrowthPlot
#:property GenerateDocumentationFile=true

// Draws the table of run.sh: time and memory of a training by the number of interactions, with the limits that they must keep.
//
//   dotnet run -c Release bench/train-growth/plot.cs -- train-growth.csv train-growth.svg

using System.Globalization;
using System.Text;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: plot.cs TABLE.csv PLOT.svg");
    return 2;
}

const int PanelWidth = 420;
const int PanelHeight = 300;
const int Left = 60;
const int Top = 50;
const int Gap = 90;
var lines = File.ReadAllLines(args[0]);
var header = lines[0].Split(',');
var rows = lines.Skip(1).Select(line => line.Split(',')).OrderBy(row => Number(row, "interactions")).ToArray();
if (rows.Length == 0)
{
    Console.Error.WriteLine($"{args[0]} has no row");
    return 2;
}

var svg = new StringBuilder();
svg.AppendLine($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + (2 * PanelWidth) + Gap + 40} {Top + PanelHeight + 70}\" font-family=\"sans-serif\" font-size=\"12\">");
svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
Panel(Left, "time of a training, minutes", row => Number(row, "train_seconds") / 60, 30, "#1f6f8b");
Panel(Left + PanelWidth + Gap, "peak resident memory, GB", row => Number(row, "train_peak_mb") / 1000, 12, "#99582a");
svg.AppendLine("</svg>");
File.WriteAllText(args[1], svg.ToString().ReplaceLineEndings("\n"));
return 0;

double Number(string[] row, string column) => double.Parse(row[Array.IndexOf(header, column)], CultureInfo.InvariantCulture);

void Panel(int left, string title, Func<string[], double> value, double limit, string color)
{
    var mostRows = Number(rows[^1], "interactions") / 1e6;
    var (xStep, yStep) = (Step(mostRows), Step(limit));
    var (xTop, yTop) = (Math.Ceiling(mostRows / xStep) * xStep, Math.Ceiling(Math.Max(limit, rows.Max(value)) * 1.05 / yStep) * yStep);
    string X(double millions) => $"{left + (PanelWidth * millions / xTop):0.#}";
    string Y(double height) => $"{Top + PanelHeight - (PanelHeight * height / yTop):0.#}";
    string At(string[] row) => $"{X(Number(row, "interactions") / 1e6)},{Y(value(row))}";

    svg.AppendLine($"<text x=\"{left}\" y=\"{Top - 20}\" font-size=\"14\" font-weight=\"bold\">{title}</text>");
    for (var height = 0d; height <= yTop + (yStep / 2); height += yStep)
    {
        svg.AppendLine($"<line x1=\"{left}\" x2=\"{left + PanelWidth}\" y1=\"{Y(height)}\" y2=\"{Y(height)}\" stroke=\"#dddddd\"/>");
        svg.AppendLine($"<text x=\"{left - 8}\" y=\"{Y(height)}\" dy=\"4\" text-anchor=\"end\">{height:0.##}</text>");
    }

    for (var millions = 0d; millions <= xTop + (xStep / 2); millions += xStep)
        svg.AppendLine($"<text x=\"{X(millions)}\" y=\"{Top + PanelHeight + 18}\" text-anchor=\"middle\">{millions:0.##}</text>");
    svg.AppendLine($"<text x=\"{left + (PanelWidth / 2)}\" y=\"{Top + PanelHeight + 40}\" text-anchor=\"middle\">million interactions (generated, seed 42)</text>");
    svg.AppendLine($"<line x1=\"{left}\" x2=\"{left + PanelWidth}\" y1=\"{Y(limit)}\" y2=\"{Y(limit)}\" stroke=\"#b00020\" stroke-dasharray=\"6 4\"/>");
    svg.AppendLine($"<text x=\"{left + 6}\" y=\"{Y(limit)}\" dy=\"-5\" fill=\"#b00020\">limit at 35 million: {limit}</text>");
    svg.AppendLine($"<polyline points=\"{string.Join(' ', rows.Select(At))}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>");
    foreach (var row in rows)
    {
        var (x, y) = (X(Number(row, "interactions") / 1e6), Y(value(row)));
        svg.AppendLine($"<circle cx=\"{x}\" cy=\"{y}\" r=\"3.5\" fill=\"{color}\"/>");
        svg.AppendLine($"<text x=\"{x}\" y=\"{y}\" dy=\"-9\" text-anchor=\"middle\">{value(row):0.0#}</text>");
    }
}

// One, two or five times a power of ten, so that an axis has about six numbers.
static double Step(double most)
{
    var power = Math.Pow(10, Math.Floor(Math.Log10(most / 6)));
    return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(step => most / step <= 7);
}
