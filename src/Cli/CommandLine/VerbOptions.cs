using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using BookRecs.Storage.Postgres;

namespace BookRecs.Cli.CommandLine;

/// <summary>Options that check their value and refuse it by name, value and rule.</summary>
internal static class VerbOptions
{
    /// <summary>The seed of everything random.</summary>
    public static Option<int> Seed() =>
        Integer("--seed", "Start of all randomness: the same seed gives the same result.", 0, int.MaxValue, 42);

    /// <summary>The number of threads of fitting and scoring; the result does not depend on it.</summary>
    public static Option<int> Threads() =>
        Integer("--threads", "Threads to use; the result does not depend on it.", 1, 1024, Environment.ProcessorCount);

    /// <summary>A whole number within bounds; required when there is no default.</summary>
    public static Option<int> Integer(string name, string description, int minimum, int maximum, int? defaultValue = null)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} From {minimum} to {maximum}.",
            HelpName = "N",
            Required = defaultValue is null,
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    && value >= minimum && value <= maximum)
                    return value;
                UsageErrors.Refuse(result, $"it must be a whole number from {minimum} to {maximum}");
                return 0;
            },
        };
        if (defaultValue is { } known)
            option.DefaultValueFactory = _ => known;
        return option;
    }

    /// <summary>A whole number within bounds, or null when it is not given.</summary>
    public static Option<int?> OptionalInteger(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = $"{description} From {minimum} to {maximum}.",
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && value >= minimum && value <= maximum)
                return value;
            UsageErrors.Refuse(result, $"it must be a whole number from {minimum} to {maximum}");
            return null;
        },
    };

    /// <summary>A number within bounds, or null when it is not given.</summary>
    public static Option<double?> OptionalNumber(string name, string description, double minimum, double maximum)
    {
        var rule = string.Create(CultureInfo.InvariantCulture, $"from {minimum} to {maximum}");
        return new Option<double?>(name)
        {
            Description = $"{description} A number {rule}.",
            HelpName = "X",
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    && value >= minimum && value <= maximum)
                    return value;
                UsageErrors.Refuse(result, $"it must be a number {rule}");
                return null;
            },
        };
    }

    /// <summary>A shop to write to: a file, made when it is not there, or a PostgreSQL database.</summary>
    public static Option<ShopLocation?> OutputShop(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DB",
        Required = true,
        CustomParser = result => PostgresAddress.IsAddress(result.Tokens[0].Value)
            ? ReadAddress(result)
            : ReadOutputFile(result) is { } file ? ShopLocation.OfFile(file) : null,
    };

    /// <summary>A shop to read: a file that must be there, or a PostgreSQL database.</summary>
    public static Option<ShopLocation?> ExistingShop(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DB",
        Required = true,
        CustomParser = result => PostgresAddress.IsAddress(result.Tokens[0].Value)
            ? ReadAddress(result)
            : CheckFile(result, result.Tokens[0].Value) is { } file ? ShopLocation.OfFile(file) : null,
    };

    /// <summary>A PostgreSQL database.</summary>
    public static Option<ShopLocation?> Database(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URI",
        Required = true,
        CustomParser = ReadAddress,
    };

    /// <summary>A number strictly between two bounds.</summary>
    public static Option<double> Fraction(string name, string description, double defaultValue) => new(name)
    {
        Description = $"{description} Above 0 and below 1.",
        HelpName = "X",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1)
                return value;
            UsageErrors.Refuse(result, "it must be a number above 0 and below 1, such as 0.2");
            return 0;
        },
    };

    /// <summary>One word of several.</summary>
    public static Option<string> Choice(string name, string description, IReadOnlyList<string> choices, string? defaultValue = null)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', choices),
            Required = defaultValue is null,
            CustomParser = result =>
            {
                var value = result.Tokens[0].Value;
                if (!choices.Contains(value, StringComparer.Ordinal))
                    UsageErrors.Refuse(result, $"it must be one of {string.Join(", ", choices)}");
                return value;
            },
        };
        if (defaultValue is not null)
            option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>A file that must be there.</summary>
    public static Option<FileInfo?> ExistingFile(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = required,
        CustomParser = result => CheckFile(result, result.Tokens[0].Value),
    };

    /// <summary>Files that must be there, given by repeating the option.</summary>
    public static Option<FileInfo[]> ExistingFiles(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => CheckFile(result, token.Value)).OfType<FileInfo>()],
    };

    /// <summary>A file that will be written, or added to.</summary>
    public static Option<FileInfo?> OutputFile(string name, string helpName, string description, bool required = false) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Required = required,
        CustomParser = ReadOutputFile,
    };

    /// <summary>A folder that will be written into; made when it is not there.</summary>
    public static Option<DirectoryInfo> OutputFolder(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR",
        Required = true,
        CustomParser = result =>
        {
            var path = result.Tokens[0].Value;
            if (path.Length == 0)
                UsageErrors.Refuse(result, "it must be a folder");
            else if (File.Exists(path))
                UsageErrors.Refuse(result, "it is a file; it must be a folder");
            else
                return new DirectoryInfo(path);
            return null!;
        },
    };

    private static FileInfo? ReadOutputFile(ArgumentResult result)
    {
        var path = result.Tokens[0].Value;
        if (path.Length == 0)
            UsageErrors.Refuse(result, "it must be a file");
        else if (Directory.Exists(path))
            UsageErrors.Refuse(result, "it is a folder; it must be a file");
        else
            return new FileInfo(path);
        return null;
    }

    // An address may hold a password, so it is not repeated.
    private static ShopLocation? ReadAddress(ArgumentResult result)
    {
        var option = (result.Parent as OptionResult)?.Option.Name;
        try
        {
            if (PostgresAddress.IsAddress(result.Tokens[0].Value))
                return ShopLocation.OfAddress(result.Tokens[0].Value);
            result.AddError($"{option} must be an address such as postgresql://user@host/database");
        }
        catch (FormatException error)
        {
            result.AddError($"{option} cannot be used: {error.Message}; it must be an address such as postgresql://user@host/database");
        }

        return null;
    }

    private static FileInfo? CheckFile(ArgumentResult result, string path)
    {
        if (File.Exists(path))
            return new FileInfo(path);
        var option = (result.Parent as OptionResult)?.Option.Name;
        result.AddError(Directory.Exists(path)
            ? $"{option} is '{path}', a folder; it must be a file"
            : $"{option} is '{path}'; there is no such file");
        return null;
    }
}
