using System.CommandLine;

namespace BookRecs.Cli.CommandLine;

/// <summary>An option whose value is a list separated by commas.</summary>
internal sealed class ListOption<T> : Option<T[]>
{
    private readonly T[] _default;

    /// <summary>Makes the option.</summary>
    /// <param name="name">The name with its dashes.</param>
    /// <param name="description">What it means and which values it takes.</param>
    /// <param name="defaultText">The list when the option is not given, as one would write it.</param>
    /// <param name="rule">The rule that a refused list is told, "it must be …".</param>
    /// <param name="parse">Gives the values, or null when the text breaks the rule.</param>
    public ListOption(string name, string description, string defaultText, string rule, Func<string, T[]?> parse)
        : base(name)
    {
        Description = $"{description} [default: {defaultText}]";
        HelpName = "LIST";
        _default = parse(defaultText) ?? throw new ArgumentException($"'{defaultText}': {rule}", nameof(defaultText));
        CustomParser = result =>
        {
            if (parse(result.Tokens[0].Value) is { } values)
                return values;
            UsageErrors.Refuse(result, rule);
            return [];
        };
    }

    /// <summary>The list that was given, or the default.</summary>
    public T[] Read(ParseResult parsed) => parsed.GetValue(this) is { Length: > 0 } given ? given : _default;
}
