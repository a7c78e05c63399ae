namespace BookRecs.Frontend.Metrics;

/// <summary>
/// The name of an instrument in Prometheus: characters that are not allowed become '_', the unit is spelt out, and counters end with
/// "_total" (OpenTelemetry specification, "Prometheus and OpenMetrics compatibility").
/// </summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["%"] = "percent",
    };

    /// <param name="instrument">The instrument's name, such as http.server.request.duration.</param>
    /// <param name="unit">Its unit; one in braces only describes what is counted, and is left out.</param>
    /// <param name="isCounter">Whether its value can only grow.</param>
    public static string Of(string instrument, string? unit, bool isCounter)
    {
        var name = Replace(instrument, ':');
        var word = unit is null or "" || unit.StartsWith('{') ? "" : Units.GetValueOrDefault(unit) ?? Replace(unit, '_');
        if (word.Length > 0 && !name.EndsWith($"_{word}", StringComparison.Ordinal))
            name = $"{name}_{word}";
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>The name of a label.</summary>
    /// <param name="tag">The name of a tag, such as http.route.</param>
    public static string OfLabel(string tag) => Replace(tag, '_');

    private static string Replace(string text, char alsoAllowed)
    {
        var replaced = string.Create(text.Length, (text, alsoAllowed), static (name, source) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                var c = source.text[i];
                name[i] = char.IsAsciiLetterOrDigit(c) || c == source.alsoAllowed ? c : '_';
            }
        });
        return replaced.Length > 0 && char.IsAsciiDigit(replaced[0]) ? $"_{replaced}" : replaced;
    }
}
